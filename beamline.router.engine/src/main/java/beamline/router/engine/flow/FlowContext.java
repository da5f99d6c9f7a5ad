package beamline.router.engine.flow;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.RouterControls;
import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.StateStore;
import beamline.router.spi.Tracing;
import beamline.router.spi.Transport;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What every flow works with.
 *
 * @param transport the message bus
 * @param config what is configured
 * @param controls what an operator may change at any time
 * @param telemetry where to tell what happened
 * @param tracing begins spans
 * @param audit takes what must be provable later
 * @param stateStore small entries that all nodes share
 * @param reports takes what executions were like
 * @param executor where blocking work runs
 * @param scheduler where timers run; tasks must be short
 * @param nanoTime a monotonic clock in nanoseconds
 * @param epochMillis the wall clock
 * @param random uniform draws in [0, 1)
 */
public record FlowContext(
    Transport transport,
    RouterConfig config,
    RouterControls controls,
    FlowTelemetry telemetry,
    Tracing tracing,
    AuditTrail audit,
    StateStore stateStore,
    ExecutionReports reports,
    Executor executor,
    ScheduledExecutorService scheduler,
    LongSupplier nanoTime,
    LongSupplier epochMillis,
    DoubleSupplier random) {}
