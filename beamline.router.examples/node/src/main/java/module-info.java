/** The standalone node: serves the router on a message bus, shows metrics, replays dead letters. */
// The Prometheus registry has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module beamline.router.examples.node {
  requires static transitive org.jspecify;
  requires beamline.router.api;
  requires beamline.router.nats;
  requires beamline.router.spi;
  requires jdk.httpserver;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.slf4j;
  requires tools.jackson.core;
}
