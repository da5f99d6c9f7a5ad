package beamline.router.examples.node;

import beamline.router.api.ConfigKey;
import beamline.router.api.GrpcKeys;
import beamline.router.api.RouterConfig;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where gRPC is served, and by what both sides prove who they are.
 *
 * @param address the interface and the port
 * @param tls whether it is encrypted
 * @param credentials what it is encrypted with
 */
record GrpcSettings(InetSocketAddress address, boolean tls, ServerCredentials credentials) {

  /**
   * Reads them; empty when gRPC is not served.
   *
   * @throws UsageException when they do not fit together
   */
  static Optional<GrpcSettings> of(RouterConfig config) throws UsageException {
    Optional<Integer> port = config.get(GrpcKeys.PORT);
    if (port.isEmpty()) {
      return Optional.empty();
    }
    InetAddress host = host(config.get(GrpcKeys.HOST));
    InetSocketAddress address = new InetSocketAddress(host, port.get());
    Optional<Path> certificate = file(config, GrpcKeys.TLS_CERTIFICATE);
    Optional<Path> key = file(config, GrpcKeys.TLS_KEY);
    Optional<Path> clientCa = file(config, GrpcKeys.TLS_CLIENT_CA);
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException(
          GrpcKeys.TLS_CERTIFICATE + " and " + GrpcKeys.TLS_KEY + " must be set together");
    }
    if (certificate.isEmpty() && clientCa.isPresent()) {
      throw new UsageException(
          GrpcKeys.TLS_CLIENT_CA + " is set, which needs " + GrpcKeys.TLS_CERTIFICATE);
    }
    if (certificate.isEmpty() && !host.isLoopbackAddress()) {
      throw new UsageException(
          GrpcKeys.HOST
              + " is '"
              + config.get(GrpcKeys.HOST)
              + "', must be the loopback interface where "
              + GrpcKeys.TLS_CERTIFICATE
              + " is not set");
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      return Optional.of(new GrpcSettings(address, false, InsecureServerCredentials.create()));
    }
    boolean required = config.get(GrpcKeys.TLS_CLIENT_AUTH).equals("required");
    return Optional.of(
        new GrpcSettings(address, true, tls(certificate.get(), key.get(), clientCa, required)));
  }

  /**
   * Finds out whether they can be used, before anything is started.
   *
   * @throws UsageException when they cannot
   */
  @SuppressWarnings("ReturnValueIgnored") // only its complaint is of interest
  static void check(RouterConfig config) throws UsageException {
    of(config);
  }

  private static ServerCredentials tls(
      Path certificate, Path key, Optional<Path> clientCa, boolean required) throws UsageException {
    TlsFiles.checkPair(certificate, key);
    if (clientCa.isPresent()) {
      TlsFiles.checkAuthorities(clientCa.get());
    }
    try {
      TlsServerCredentials.Builder tls =
          TlsServerCredentials.newBuilder().keyManager(certificate.toFile(), key.toFile());
      if (clientCa.isPresent()) {
        tls.trustManager(clientCa.get().toFile())
            .clientAuth(required ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return tls.build();
    } catch (IOException e) {
      throw new UsageException("the files of grpc.tls cannot be read: " + e.getMessage());
    }
  }

  private static InetAddress host(String name) throws UsageException {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new UsageException(
          GrpcKeys.HOST + " is '" + name + "', must be a name or address of this machine");
    }
  }

  private static Optional<Path> file(RouterConfig config, ConfigKey<Optional<Path>> key)
      throws UsageException {
    Optional<Path> file = config.get(key);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new UsageException(key + " is '" + file.get() + "', which cannot be read");
    }
    return file;
  }
}
