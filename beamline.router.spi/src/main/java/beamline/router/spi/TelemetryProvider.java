package beamline.router.spi;

/** Creates a {@link Telemetry}. Configuration kind: {@code telemetry}. */
public interface TelemetryProvider extends ComponentProvider<Telemetry> {}
