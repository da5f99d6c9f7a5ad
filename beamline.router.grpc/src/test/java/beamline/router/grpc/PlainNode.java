package beamline.router.grpc;

import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyDocument;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A router behind a gRPC server without TLS, with the principals of {@link GrpcNode}, who were
 * granted nothing, and a connection to it.
 */
final class PlainNode implements AutoCloseable {
  private final RouterEngine router;
  private final GrpcServices services;
  private final Server server;
  private final ManagedChannel channel;

  /** Calls run on this executor. */
  PlainNode(
      Path folder, Executor executor, Map<String, String> settings, RouterComponent... components)
      throws Exception {
    RouterConfig config = GrpcNode.config(folder, settings);
    RouterEngineBuilder builder = RouterEngine.builder().config(config);
    for (RouterComponent component : components) {
      builder.with(component);
    }
    router = builder.build();
    services = GrpcServices.of(router, config);
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .executor(executor)
            .addServices(services.all())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()),
                InsecureChannelCredentials.create())
            .build();
  }

  /** Stores a tenant's default policy. */
  PlainNode policy(String tenantId, String json) {
    router.policies().put(PolicyDocument.of(tenantId, "default", json.replace('\'', '"')));
    return this;
  }

  PlainNode grant(String user, String tenantId, String role) {
    router.administration().access().grant(Grant.of(user, tenantId, role));
    return this;
  }

  RouterEngine router() {
    return router;
  }

  GrpcServices services() {
    return services;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** The connection as used by somebody who sends these headers: name, value, and so on. */
  Channel as(String... headers) {
    return ClientInterceptors.intercept(channel, GrpcNode.headers(headers));
  }

  Channel vera() {
    return as("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN);
  }

  Channel admin() {
    return as("x-api-key", GrpcNode.ADMIN_KEY);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    router.close();
  }
}
