/** Binds the router's telemetry to a Micrometer registry. */
// The library has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.micrometer {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive micrometer.core;
}
