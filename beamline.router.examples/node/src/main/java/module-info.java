/**
 * The standalone node: serves the router on a message bus and over gRPC, shows metrics, replays
 * dead letters.
 */
// The Prometheus registry, OpenTelemetry and gRPC have no descriptors of their own; the
// distribution supplies them
// for jlink.
@SuppressWarnings("requires-automatic")
@org.jspecify.annotations.NullMarked
module beamline.router.examples.node {
  requires static transitive org.jspecify;
  requires beamline.router.api;
  requires beamline.router.grpc;
  requires beamline.router.nats;
  requires beamline.router.spi;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires io.grpc;
  requires io.grpc.netty.shaded;
  requires io.opentelemetry.api;
  requires io.opentelemetry.exporter.otlp;
  requires io.opentelemetry.sdk;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.trace;
  requires java.logging;
  requires jdk.httpserver;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires jul.to.slf4j;
  requires org.slf4j;
  requires tools.jackson.core;

  provides ch.qos.logback.classic.spi.Configurator with
      beamline.router.examples.node.log.NodeLog;
}
