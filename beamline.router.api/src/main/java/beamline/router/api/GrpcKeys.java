package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.optionalPort;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How gRPC is served: by the standalone node, and as far as the services go by other hosts, too.
 */
public final class GrpcKeys {
  /** Whether the gRPC routing service answers. */
  public static final ConfigKey<Boolean> ENABLED =
      key(
              "grpc.enabled",
              flag(),
              true,
              "Whether the gRPC routing service answers, where the host serves gRPC.")
          .as("grpc_enabled");

  /** Whether the gRPC administration service answers. */
  public static final ConfigKey<Boolean> ADMIN_ENABLED =
      key(
              "admin.grpc-enabled",
              flag(),
              true,
              "Whether the gRPC administration service answers, where the host serves gRPC. It refuses"
                  + " to start while nobody can show who it is.")
          .as("admin_grpc_enabled");

  /** Where the standalone node serves gRPC. */
  public static final ConfigKey<Optional<Integer>> PORT =
      key(
              "grpc.port",
              optionalPort(),
              Optional.empty(),
              "The port on which the standalone node serves gRPC; 0 for any that is free, undefined"
                  + " for none. (The guide says 9000.)")
          .as("grpc_port");

  /** The interface on which the standalone node serves gRPC. */
  public static final ConfigKey<String> HOST =
      key(
          "grpc.host",
          text(),
          "localhost",
          "The name or address of the interface on which the standalone node serves gRPC.");

  /** The certificate of the standalone node. */
  public static final ConfigKey<Optional<Path>> TLS_CERTIFICATE =
      key(
          "grpc.tls.certificate",
          path(),
          Optional.empty(),
          "The certificate that the standalone node shows to gRPC clients, with its chain, in PEM;"
              + " undefined: no TLS, which only the loopback interface may go without.");

  /** The private key of that certificate. */
  public static final ConfigKey<Optional<Path>> TLS_KEY =
      key(
          "grpc.tls.key",
          path(),
          Optional.empty(),
          "The private key of that certificate, in PEM (PKCS 8, not encrypted).");

  /** Whose certificates clients may show. */
  public static final ConfigKey<Optional<Path>> TLS_CLIENT_CA =
      key(
          "grpc.tls.client-ca",
          path(),
          Optional.empty(),
          "The authorities, in PEM, that sign the certificates of gRPC clients; undefined: clients"
              + " are not asked for one.");

  /** Whether clients must show one. */
  public static final ConfigKey<String> TLS_CLIENT_AUTH =
      key(
          "grpc.tls.client-auth",
          choice("required", "optional"),
          "required",
          "Whether gRPC clients must show such a certificate, or may.");

  /** How long a message may be. */
  public static final ConfigKey<Integer> MAX_MESSAGE_BYTES =
      key(
          "grpc.max-message-bytes",
          integer(1024, 64 * 1024 * 1024),
          4 * 1024 * 1024,
          "Length in bytes of a gRPC message, at most, at the standalone node's transport. Messages"
              + " within it, but over intake.max-payload-bytes, are refused with details.");

  /** Whether whoever asks for a decision must show who it is. */
  public static final ConfigKey<Boolean> REQUIRE_CREDENTIALS =
      key(
          "grpc.require-credentials",
          flag(),
          false,
          "Whether whoever asks for a decision over gRPC must show the credentials of a principal"
              + " that may read the tenant's policies.");

  /** Whether tools may ask what is served. */
  public static final ConfigKey<Boolean> REFLECTION_ENABLED =
      key(
          "grpc.reflection-enabled",
          flag(),
          true,
          "Whether gRPC tools may ask which services there are.");

  private GrpcKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        ENABLED,
        ADMIN_ENABLED,
        PORT,
        HOST,
        TLS_CERTIFICATE,
        TLS_KEY,
        TLS_CLIENT_CA,
        TLS_CLIENT_AUTH,
        MAX_MESSAGE_BYTES,
        REQUIRE_CREDENTIALS,
        REFLECTION_ENABLED);
  }
}
