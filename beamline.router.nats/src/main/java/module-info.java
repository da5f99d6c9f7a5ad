/**
 * Runs the router on NATS and JetStream: transport, policies, extensions, shared state and the
 * audit log.
 */
// The client has no descriptor of its own; the distribution supplies one for jlink.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
@org.jspecify.annotations.NullMarked
module beamline.router.nats {
  requires static transitive org.jspecify;
  requires transitive beamline.router.spi;
  requires transitive io.nats.jnats;
  requires org.slf4j;

  exports beamline.router.nats;

  provides beamline.router.spi.AuditSinkProvider with
      beamline.router.nats.audit.NatsAuditSinkProvider;
  provides beamline.router.spi.ExtensionStoreProvider with
      beamline.router.nats.extension.NatsExtensionStoreProvider;
  provides beamline.router.spi.PolicyStoreProvider with
      beamline.router.nats.policy.NatsPolicyStoreProvider;
  provides beamline.router.spi.StateStoreProvider with
      beamline.router.nats.state.NatsStateStoreProvider;
  provides beamline.router.spi.TransportProvider with
      beamline.router.nats.transport.NatsTransportProvider;
}
