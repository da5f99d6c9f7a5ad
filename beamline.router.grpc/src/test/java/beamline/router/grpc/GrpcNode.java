package beamline.router.grpc;

import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.proto.flow.v1.Message;
import beamline.router.proto.flow.v1.RouteRequest;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A router behind a gRPC server with TLS, which asks clients for a certificate, and its clients.
 * Principals: {@code admin} by a key; {@code olga} (operator) and {@code vera} (viewer) of acme by
 * keys of their own; {@code carl} (viewer) by a certificate. {@code mallory} has made himself a
 * certificate with carl's name.
 */
final class GrpcNode implements AutoCloseable {
  static final String ADMIN_KEY = "the-key-of-the-admin";
  static final String OPERATOR_KEY = "the-key-of-olga";
  static final String VIEWER_TOKEN = "the-token-of-vera";

  private final Certificates certificates;
  private final RouterEngine router;
  private final Server server;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private GrpcNode(
      Path folder, Map<String, String> settings, List<? extends RouterComponent> components)
      throws Exception {
    certificates = certificates();
    RouterConfig config = config(folder, settings);
    RouterEngineBuilder builder = RouterEngine.builder().config(config);
    components.forEach(builder::with);
    router = builder.build();
    grant("olga", "operator");
    grant("vera", "viewer");
    grant("carl", "viewer");
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsServerCredentials.newBuilder()
                    .keyManager(
                        certificates.certificate("server").toFile(),
                        certificates.key("server").toFile())
                    .trustManager(certificates.certificate("carl").toFile())
                    .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                    .build())
            .addServices(GrpcServices.of(router, config).all())
            .build()
            .start();
  }

  static GrpcNode start(Path folder) throws Exception {
    return start(folder, Map.of());
  }

  static GrpcNode start(Path folder, Map<String, String> settings, RouterComponent... components)
      throws Exception {
    return new GrpcNode(folder, settings, List.of(components));
  }

  /** Made once: it takes longer than most tests. */
  private static synchronized Certificates certificates() throws Exception {
    Path folder = Path.of("target", "grpc-node-" + ProcessHandle.current().pid());
    Certificates made = new Certificates(Files.createDirectories(folder));
    for (String name : List.of("server", "carl", "mallory")) {
      if (!Files.exists(made.key(name))) {
        made.make(name, name.equals("mallory") ? "carl" : name);
      }
    }
    return made;
  }

  /** With the principals, and these settings. */
  static RouterConfig config(Path folder, Map<String, String> settings) throws IOException {
    Path principals = folder.resolve("principals.json");
    Files.writeString(
        principals,
        """
        {"principals": [
          {"id": "olga", "api_keys": ["%s"]},
          {"id": "vera", "bearer_tokens": ["%s"]},
          {"id": "carl", "certificates": ["CN=carl,O=Beamline"]}
        ]}
        """
            .formatted(digest(OPERATOR_KEY), digest(VIEWER_TOKEN)));
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-------"));
    RouterConfig.Builder config =
        RouterConfig.builder()
            .set("admin.api-key", ADMIN_KEY)
            .set("admin.credentials-file", principals.toString());
    settings.forEach(config::set);
    return config.build();
  }

  private static String digest(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void grant(String user, String role) {
    router.administration().access().grant(Grant.of(user, "acme", role));
  }

  RouterEngine router() {
    return router;
  }

  /** Stores acme's default policy, the first one. */
  GrpcNode policy(String json) {
    put(json, 0);
    return this;
  }

  /** Replaces it. */
  void policyInstead(String json) {
    put(json, 1);
  }

  private void put(String json, long revision) {
    PolicyKey key = new PolicyKey("acme", "default");
    router
        .policies()
        .put(new PolicyDocument(key, json.replace('\'', '"'), revision, Instant.EPOCH));
  }

  /** A connection of somebody without a certificate. */
  ManagedChannel channel() throws IOException {
    return channel(
        TlsChannelCredentials.newBuilder()
            .trustManager(certificates.certificate("server").toFile())
            .build());
  }

  /** A connection of somebody with this certificate. */
  ManagedChannel channel(String name) throws IOException {
    return channel(
        TlsChannelCredentials.newBuilder()
            .trustManager(certificates.certificate("server").toFile())
            .keyManager(certificates.certificate(name).toFile(), certificates.key(name).toFile())
            .build());
  }

  private ManagedChannel channel(ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + server.getPort(), credentials).build();
    channels.add(channel);
    return channel;
  }

  RouterGrpc.RouterBlockingStub decider() throws IOException {
    return RouterGrpc.newBlockingStub(channel());
  }

  /** Administration by somebody who sends these headers: name, value, and so on. */
  RouterAdminGrpc.RouterAdminBlockingStub admin(String... headers) throws IOException {
    return RouterAdminGrpc.newBlockingStub(channel()).withInterceptors(headers(headers));
  }

  /** A connection of somebody who sends these headers: name, value, and so on. */
  Channel caller(String... headers) throws IOException {
    return ClientInterceptors.intercept(channel(), headers(headers));
  }

  static ClientInterceptor headers(String... headers) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < headers.length; i += 2) {
      metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
    }
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  static RouteRequest request(String tenantId) {
    return RouteRequest.newBuilder()
        .setMessage(Message.newBuilder().setTenantId(tenantId).setMessageType("chat"))
        .build();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow();
    router.close();
  }
}
