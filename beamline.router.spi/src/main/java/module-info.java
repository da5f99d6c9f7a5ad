/**
 * What a third party implements: stores, limiters, sinks, transports, extensions, telemetry,
 * codecs.
 */
@org.jspecify.annotations.NullMarked
module beamline.router.spi {
  requires static transitive org.jspecify;
  requires transitive beamline.router.api;
}
