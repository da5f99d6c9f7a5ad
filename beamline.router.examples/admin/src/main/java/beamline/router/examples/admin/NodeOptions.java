package beamline.router.examples.admin;

import beamline.router.examples.command.ApiKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.SharedOptions;
import beamline.router.examples.command.UsageException;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which node a command is for, how it is reached, and who asks. */
final class NodeOptions {
  private static final String USAGE =
      """
      The node:
        --target HOST:PORT  where it serves gRPC (default: localhost:9000)
        --ca FILE         the authorities that its certificate is trusted from, in PEM (default: those
                          of the Java runtime)
        --cert FILE, --key FILE  a certificate that says who asks, and its private key, in PEM
        --plaintext       without TLS, which only the loopback interface is reached by
        --api-key-file FILE  the key of who asks; else it is read from BEAMLINE_API_KEY
        --deadline TIME   how long to wait for an answer (default: 10s)
      """;

  static final SharedOptions SHARED =
      new SharedOptions(
          Set.of("--target", "--ca", "--cert", "--key", ApiKey.OPTION, "--deadline"),
          Set.of(),
          Set.of("--plaintext"),
          USAGE);

  private static final String DEFAULT_TARGET = "localhost:9000";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HIGHEST_PORT = 65_535;

  private NodeOptions() {}

  /** The node that is named. */
  static Node open(Arguments arguments, Map<String, String> environment) throws UsageException {
    String target = arguments.value("--target").orElse(DEFAULT_TARGET);
    int colon = target.lastIndexOf(':');
    String port = target.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
      throw new UsageException("--target is '" + target + "', must be HOST:PORT");
    }
    String host = target.substring(0, colon);
    ChannelCredentials credentials =
        arguments.has("--plaintext") ? plaintext(arguments, host) : tls(arguments);
    Duration deadline = arguments.duration("--deadline").orElse(PATIENCE);
    try {
      return new Node(
          target, host, Integer.parseInt(port), credentials, deadline, key(arguments, environment));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ca, --cert or --key cannot be used: " + e.getMessage());
    }
  }

  private static ChannelCredentials plaintext(Arguments arguments, String host)
      throws UsageException {
    for (String file : new String[] {"--ca", "--cert", "--key"}) {
      if (arguments.has(file)) {
        throw new UsageException(file + " is for TLS, and --plaintext does without");
      }
    }
    try {
      if (!Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress)) {
        throw new UsageException(
            "--plaintext goes to '" + host + "', must go to the loopback interface: use TLS");
      }
    } catch (UnknownHostException e) {
      throw new UsageException("--target is on '" + host + "', which is no known host");
    }
    return InsecureChannelCredentials.create();
  }

  private static ChannelCredentials tls(Arguments arguments) throws UsageException {
    Optional<File> ca = file(arguments, "--ca");
    Optional<File> certificate = file(arguments, "--cert");
    Optional<File> key = file(arguments, "--key");
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException("--cert and --key must be said together");
    }
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    try {
      if (ca.isPresent()) {
        tls.trustManager(ca.get());
      }
      if (certificate.isPresent() && key.isPresent()) {
        tls.keyManager(certificate.get(), key.get());
      }
    } catch (IOException e) {
      throw new UsageException("--ca, --cert or --key cannot be read: " + e.getMessage());
    }
    return tls.build();
  }

  private static Optional<File> file(Arguments arguments, String option) throws UsageException {
    Optional<File> file = arguments.value(option).map(File::new);
    if (file.isPresent() && (!file.get().isFile() || !file.get().canRead())) {
      throw new UsageException(option + " '" + file.get() + "' cannot be read");
    }
    return file;
  }

  /** A key that no header can carry would be told to the log by the transport. */
  private static Optional<String> key(Arguments arguments, Map<String, String> environment)
      throws UsageException {
    Optional<String> key = ApiKey.shown(arguments, environment);
    if (key.isPresent() && !key.get().matches("[!-~]+")) {
      throw new UsageException(
          "the key of "
              + (arguments.has(ApiKey.OPTION) ? ApiKey.OPTION : ApiKey.VARIABLE)
              + " must be printable ASCII without blanks");
    }
    return key;
  }
}
