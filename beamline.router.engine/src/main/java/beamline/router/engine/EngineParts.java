package beamline.router.engine;

import beamline.router.engine.admin.Administrations;
import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.catalogue.PolicyAdmission;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.catalogue.StoredPolicies;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.decide.InFlight;
import beamline.router.engine.discovery.EngineComponents;
import beamline.router.engine.flow.Flows;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.engine.store.StoreReading;
import beamline.router.engine.telemetry.RemoteCalls;
import beamline.router.engine.tenant.Tenants;
import beamline.router.engine.wire.Intake;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an {@link EmbeddedRouter} is made of. */
record EngineParts(
    EngineComponents components,
    Administrations administrations,
    PolicyCatalogue catalogue,
    Tenants tenants,
    StoreReading tenantReading,
    Extensions extensions,
    PolicyAdmission admission,
    StoredPolicies policies,
    Decider decider,
    InFlight inFlight,
    Intake intake,
    RemoteCalls remoteCalls,
    ExecutionReports reports,
    AuditTrail audit,
    @Nullable Flows flows,
    Duration drainTimeout) {}
