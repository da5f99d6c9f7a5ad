/**
 * Binds the router's telemetry to a Micrometer registry: see {@link
 * beamline.router.micrometer.MicrometerTelemetry}.
 */
// The library has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.micrometer {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive micrometer.core;

  exports beamline.router.micrometer;

  provides beamline.router.spi.TelemetryProvider with
      beamline.router.micrometer.MicrometerTelemetryProvider;
}
