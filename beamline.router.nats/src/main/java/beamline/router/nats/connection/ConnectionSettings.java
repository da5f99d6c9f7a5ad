package beamline.router.nats.connection;

import beamline.router.spi.ComponentConfig;
import io.nats.client.Options;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a connection is made, by the keys below {@code transport.nats.} or {@code state-store.nats.}:
 * servers, login, encryption, limits. Never shows a secret. Immutable.
 */
public final class ConnectionSettings {
  /** The keys that are read here. */
  public static final Set<String> KEYS =
      Set.of(
          "url",
          "username",
          "password",
          "token",
          "jwt",
          "nkey",
          "credentials-file",
          "cluster",
          "connect-timeout",
          "ping-interval",
          "inbox-prefix",
          "reconnect-delay",
          "max-reconnect-delay",
          "reconnect-attempts",
          "tls.enabled",
          "tls.cert-file",
          "tls.key-file",
          "tls.ca-file",
          "tls.verify");

  private static final Pattern PREFIX = Pattern.compile("[^\\s.*>]+(\\.[^\\s.*>]+)*\\.?");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  // The client's own two minutes leave a node deaf for six on a connection that is half gone.
  private static final Duration PING_INTERVAL = Duration.ofSeconds(20);

  private final ComponentConfig config;
  private final ServerUrls servers;
  private final boolean encrypted;

  private ConnectionSettings(ComponentConfig config, ServerUrls servers, boolean encrypted) {
    this.config = config;
    this.servers = servers;
    this.encrypted = encrypted;
  }

  /**
   * Reads them, and every file that they name once, so that what does not suit is known at the
   * start.
   *
   * @throws beamline.router.api.RouterException {@code CONFIGURATION_INVALID}, naming the key and
   *     what was expected
   */
  public static ConnectionSettings from(ComponentConfig config) {
    ServerUrls servers = ServerUrls.from(config);
    boolean encrypted = config.flag("tls.enabled", servers.encrypted());
    if (!encrypted && servers.encrypted()) {
      throw config.invalid("tls.enabled", "false", "true for the scheme of url");
    }
    ConnectionSettings settings = new ConnectionSettings(config, servers, encrypted);
    settings.options();
    return settings;
  }

  /**
   * The options of one connection, to be completed by whoever makes it. Files are read anew: what
   * was exchanged on disk is used by the next connection.
   */
  public Options.Builder options() {
    Options.Builder options =
        new Options.Builder()
            .servers(servers.urls().toArray(new String[0]))
            .connectionName(name())
            .connectionTimeout(positive("connect-timeout", CONNECT_TIMEOUT))
            .pingInterval(positive("ping-interval", PING_INTERVAL));
    inboxPrefix().ifPresent(options::inboxPrefix);
    if (encrypted) {
      options.sslContext(TlsFiles.context(config));
      // A certificate is made out to a name, not to an address.
      options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    }
    Login.into(options, config, servers);
    return options;
  }

  /** Who we say we are, as far as that is no secret, for errors. */
  String who() {
    Optional<String> user = config.text("username");
    if (user.isEmpty() && !servers.password().isEmpty()) {
      user = Optional.of(servers.user());
    }
    return user.map(name -> "user " + name).orElse("this login");
  }

  /** Where the servers are, without users. */
  @Override
  public String toString() {
    return servers.toString();
  }

  private String name() {
    return config
        .text("cluster")
        .map(cluster -> "beamline-router " + cluster)
        .orElse("beamline-router");
  }

  private Duration positive(String key, Duration otherwise) {
    Duration value = config.duration(key, otherwise);
    if (value.isZero()) {
      throw config.invalid(key, "0", "at least 1ms");
    }
    return value;
  }

  private Optional<String> inboxPrefix() {
    Optional<String> prefix = config.text("inbox-prefix");
    if (prefix.isPresent() && !PREFIX.matcher(prefix.orElseThrow()).matches()) {
      throw config.invalid(
          "inbox-prefix", prefix.orElseThrow(), "a subject without wildcards, such as _INBOX.node");
    }
    return prefix;
  }
}
