package beamline.router.nats;

import beamline.router.api.RouterConfig;
import beamline.router.nats.audit.NatsAuditSinkProvider;
import beamline.router.nats.connection.SharedConnection;
import beamline.router.nats.extension.NatsExtensionStoreProvider;
import beamline.router.nats.policy.NatsPolicyStoreProvider;
import beamline.router.nats.state.NatsStateStoreProvider;
import beamline.router.nats.transport.NatsTransportProvider;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.StateStore;
import beamline.router.spi.Transport;
import io.nats.client.Connection;
import java.util.Map;

/**
 * Components for hosts that bring their own connection, or need no router; pass them to {@code
 * RouterEngine.builder().with(…)}. A connection stays the host's: it is never closed here, and how
 * it reconnects is its own matter. Leave its reconnect buffer at zero ({@code
 * reconnectBufferSize(0)}): what cannot be sent waits in the transport, which tells how it ends.
 */
public final class NatsComponents {

  private NatsComponents() {}

  /**
   * A configuration in which the policy store, the extension store, the state store and the audit
   * sink named {@code nats} lie on the servers of the transport, with its login and its patience,
   * unless their own {@code url} says where they are. What is configured for a store itself stays.
   */
  public static RouterConfig sharingConnection(RouterConfig config) {
    return SharedConnection.applyTo(config);
  }

  /**
   * A transport with a connection of its own, for tools that need no router around it.
   *
   * @param settings as below {@code transport.nats.}, such as {@code url}
   */
  public static Transport transport(Map<String, String> settings) {
    HostContext context = new HostContext("transport.nats.", settings);
    return NatsTransportProvider.connecting(context, context::close);
  }

  /** A transport on a connection, with the default settings. */
  public static Transport transport(Connection connection) {
    return transport(connection, Map.of());
  }

  /**
   * A transport on a connection.
   *
   * @param settings as below {@code transport.nats.}, such as {@code max-pending-operations}; those
   *     of the connection itself do not apply
   */
  public static Transport transport(Connection connection, Map<String, String> settings) {
    HostContext context = new HostContext("transport.nats.", settings);
    return NatsTransportProvider.on(connection, context, context::close);
  }

  /** A state store on a connection, with the default settings. */
  public static StateStore stateStore(Connection connection) {
    return stateStore(connection, Map.of());
  }

  /**
   * A state store on a connection.
   *
   * @param settings as below {@code state-store.nats.}, such as {@code bucket}; those of the
   *     connection itself do not apply
   */
  public static StateStore stateStore(Connection connection, Map<String, String> settings) {
    HostContext context = new HostContext("state-store.nats.", settings);
    return NatsStateStoreProvider.on(connection, context, context::close);
  }

  /** An audit sink on a connection, with the default settings. */
  public static AuditSink auditSink(Connection connection) {
    return auditSink(connection, Map.of());
  }

  /**
   * An audit sink on a connection.
   *
   * @param settings as below {@code audit-sink.nats.}, such as {@code stream}; those of the
   *     connection itself do not apply
   */
  public static AuditSink auditSink(Connection connection, Map<String, String> settings) {
    HostContext context = new HostContext("audit-sink.nats.", settings);
    return NatsAuditSinkProvider.on(connection, context, context::close);
  }

  /** A policy store on a connection, with the default settings. */
  public static PolicyStore policyStore(Connection connection) {
    return policyStore(connection, Map.of());
  }

  /**
   * A policy store on a connection.
   *
   * @param settings as below {@code policy-store.nats.}, such as {@code bucket}; those of the
   *     connection itself do not apply
   */
  public static PolicyStore policyStore(Connection connection, Map<String, String> settings) {
    HostContext context = new HostContext("policy-store.nats.", settings);
    return NatsPolicyStoreProvider.on(connection, context, context::close);
  }

  /** An extension store on a connection, with the default settings. */
  public static ExtensionStore extensionStore(Connection connection) {
    return extensionStore(connection, Map.of());
  }

  /**
   * An extension store on a connection.
   *
   * @param settings as below {@code extension-store.nats.}, such as {@code bucket}; those of the
   *     connection itself do not apply
   */
  public static ExtensionStore extensionStore(Connection connection, Map<String, String> settings) {
    HostContext context = new HostContext("extension-store.nats.", settings);
    return NatsExtensionStoreProvider.on(connection, context, context::close);
  }
}
