package beamline.router.engine.extension;

import beamline.router.api.RouterConfig;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.spi.ExtensionSource;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What extensions are called with.
 *
 * @param registry what is registered
 * @param sources extensions in this process, asked in this order
 * @param transport over which the others are called; null when there is none
 * @param executor where those in this process are called
 * @param scheduler where deadlines run
 * @param random draws from 0, inclusive, to 1, exclusive
 */
public record ExtensionParts(
    RouterConfig config,
    ExtensionRegistry registry,
    List<ExtensionSource> sources,
    @Nullable Transport transport,
    Executor executor,
    ScheduledExecutorService scheduler,
    Telemetry telemetry,
    LongSupplier nanoTime,
    LongSupplier epochMillis,
    DoubleSupplier random) {}
