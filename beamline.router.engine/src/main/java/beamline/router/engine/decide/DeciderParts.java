package beamline.router.engine.decide;

import beamline.router.api.admin.TenantList;
import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.budget.Budgets;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.engine.sticky.StickyPins;
import beamline.router.engine.tenant.TenantLimits;
import beamline.router.engine.tenant.Violations;
import beamline.router.spi.RateLimiter;
import beamline.router.spi.Telemetry;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Decider} works with.
 *
 * @param intakeTenants whose requests are decided, as it is now
 * @param tenantLimits the limits of tenants, as they are now; null before they are known
 * @param budgets what tenants may spend
 * @param violations is told what was exceeded
 * @param random draws in [0, 1)
 */
public record DeciderParts(
    Supplier<TenantList> intakeTenants,
    PolicyCatalogue catalogue,
    RateLimiter limiter,
    Supplier<@Nullable TenantLimits> tenantLimits,
    Budgets budgets,
    Violations violations,
    ExtensionPipeline extensions,
    InFlight inFlight,
    StickyPins pins,
    AuditTrail audit,
    Telemetry telemetry,
    LongSupplier nanoTime,
    LongSupplier epochMillis,
    DoubleSupplier random) {}
