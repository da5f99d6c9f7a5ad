/**
 * Binds the router's spans to OpenTelemetry: see {@link
 * beamline.router.opentelemetry.OpenTelemetryTelemetry}.
 */
// The library has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.opentelemetry {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;

  exports beamline.router.opentelemetry;

  provides beamline.router.spi.TelemetryProvider with
      beamline.router.opentelemetry.OpenTelemetryTelemetryProvider;
}
