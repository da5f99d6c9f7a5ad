/** The router itself. Exports nothing: hosts reach it through the API, by service lookup. */
@org.jspecify.annotations.NullMarked
module beamline.router.engine {
  requires static transitive org.jspecify;
  requires beamline.router.audit;
  requires beamline.router.spi;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;
  requires tools.jackson.core;

  uses beamline.router.spi.AccessStoreProvider;
  uses beamline.router.spi.AuditSinkProvider;
  uses beamline.router.spi.ExtensionProvider;
  uses beamline.router.spi.ExtensionStoreProvider;
  uses beamline.router.spi.MessageCodecProvider;
  uses beamline.router.spi.PolicyStoreProvider;
  uses beamline.router.spi.RateLimiterProvider;
  uses beamline.router.spi.StateStoreProvider;
  uses beamline.router.spi.TelemetryProvider;
  uses beamline.router.spi.TenantStoreProvider;
  uses beamline.router.spi.TransportProvider;

  provides beamline.router.spi.MessageCodecProvider with
      beamline.router.engine.wire.JsonCodecProvider;
  provides beamline.router.api.RouterEngineProvider with
      beamline.router.engine.EmbeddedRouterProvider;
}
