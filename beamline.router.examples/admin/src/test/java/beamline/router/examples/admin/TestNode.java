package beamline.router.examples.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Grant;
import beamline.router.grpc.GrpcServices;
import beamline.router.spi.Extension.Reply;
import beamline.router.spi.ExtensionSource;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A router that is served with and without TLS. The administrator has a key; {@code ada}, an
 * operator of acme, has a key as well, and {@code carl}, who sees all tenants, a certificate. There
 * is an extension in the process, {@code enrich}, which changes nothing.
 */
final class TestNode implements AutoCloseable {
  static final String ADMIN_KEY = "the-key-of-the-administrator";
  static final String ADAS_KEY = "the-key-of-ada";

  /** One for the server, and for carl, signed by itself; good for a hundred years. */
  static final File CERTIFICATE = resource("localhost.crt");

  static final File KEY = resource("localhost.key");

  private final RouterEngine router;
  private final AtomicReference<Runnable> beforePut = new AtomicReference<>(() -> {});
  private final Set<String> hurried = ConcurrentHashMap.newKeySet();
  private final Server plain;
  private final Server encrypted;

  TestNode(Path folder) throws IOException {
    Path principals = folder.resolve("principals.json");
    Files.writeString(
        principals,
        """
        {"principals": [
          {"id": "ada", "api_keys": ["%s"]},
          {"id": "carl", "certificates": ["CN=localhost,O=Beamline"]}
        ]}
        """
            .formatted(digest(ADAS_KEY)));
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-------"));
    RouterConfig config =
        RouterConfig.builder()
            .set("admin.api-key", ADMIN_KEY)
            .set("admin.credentials-file", principals.toString())
            .set("audit-sink", "memory")
            .set("audit.chain", "node-1")
            .set("extension-store", "file")
            .set("extension-store.file.directory", extensions(folder).toString())
            .build();
    ExtensionSource inProcess =
        (id, kind) ->
            Optional.of(id)
                .filter("enrich"::equals)
                .map(enrich -> call -> CompletableFuture.completedFuture(Reply.proceed()));
    router = RouterEngine.builder().config(config).with(inProcess).build();
    router.administration().access().grant(Grant.of("ada", "acme", "operator"));
    router.administration().access().grant(Grant.of("carl", "*", "viewer"));
    plain = serve(InsecureServerCredentials.create(), config);
    encrypted =
        serve(
            TlsServerCredentials.newBuilder()
                .keyManager(CERTIFICATE, KEY)
                .trustManager(CERTIFICATE)
                .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                .build(),
            config);
  }

  /** Whether this was ever called with a time by which all of the answer has to be there. */
  boolean hasDeadline(String method) {
    return hurried.contains(method);
  }

  /** Does something when somebody is about to store settings that it has read before. */
  void beforeNextPut(Runnable work) {
    beforePut.set(work);
  }

  private <Q, A> ServerCall.Listener<Q> intercept(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Context.current().getDeadline() != null) {
      hurried.add(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
    }
    if (call.getMethodDescriptor().getFullMethodName().endsWith("/PutTenant")) {
      beforePut.getAndSet(() -> {}).run();
    }
    return next.startCall(call, headers);
  }

  private Server serve(ServerCredentials credentials, RouterConfig config) throws IOException {
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
        .intercept(this::intercept)
        .addServices(GrpcServices.of(router, config).all())
        .build()
        .start();
  }

  /** Where extensions are registered. */
  static Path extensions(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("extensions"));
  }

  RouterEngine router() {
    return router;
  }

  String plain() {
    return "localhost:" + plain.getPort();
  }

  String encrypted() {
    return "localhost:" + encrypted.getPort();
  }

  private static String digest(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static File resource(String name) {
    return new File(String.valueOf(TestNode.class.getResource(name).getPath()));
  }

  @Override
  public void close() {
    plain.shutdownNow();
    encrypted.shutdownNow();
    router.close();
  }
}
