package beamline.router.examples.node;

import beamline.router.api.ComponentKeys;
import beamline.router.api.NatsKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RuntimeKeys;
import beamline.router.nats.NatsComponents;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What the node is configured with: a properties file, then system properties, then the
 * environment, as {@link RouterConfig#load()} reads them, and what a node takes for granted.
 */
public final class Settings {
  private static final String FILE_PROPERTY = "beamline.router.config";
  private static final String NATS = "nats";

  private final Optional<Path> file;

  private Settings(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Settings from this file; without one, from the file that the environment names, if any.
   *
   * @throws UsageException when there is no such file
   */
  public static Settings from(Optional<String> name) throws UsageException {
    if (name.isEmpty()) {
      return new Settings(Optional.empty());
    }
    Path path = path(name.get());
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new UsageException("configuration file '" + name.get() + "' cannot be read");
    }
    // The router reads it from here, so that what it complains of names the file.
    System.setProperty(FILE_PROPERTY, path.toString());
    return new Settings(Optional.of(path));
  }

  /** The file that was named on the command line. */
  public Optional<Path> file() {
    return file;
  }

  /**
   * Reads them all.
   *
   * @throws beamline.router.api.RouterException that lists every problem
   * @throws UsageException when something is missing that a node cannot do without
   */
  public RouterConfig load() throws UsageException {
    RouterConfig config = RouterConfig.load();
    if (config.get(ComponentKeys.TRANSPORT).isEmpty()) {
      config = config.with(ComponentKeys.TRANSPORT.name(), NATS);
    }
    if (config.get(ComponentKeys.TELEMETRY).isEmpty()) {
      config = config.with(ComponentKeys.TELEMETRY.name(), telemetry(config));
    }
    if (config.get(ComponentKeys.TRANSPORT).equals(Optional.of(NATS))
        && config.get(NatsKeys.URL).isEmpty()) {
      throw new UsageException(
          "nats.url is not set, must be where the servers are, such as nats://localhost:4222");
    }
    GrpcSettings.check(config);
    return NatsComponents.sharingConnection(config);
  }

  /** Those that something is set up for. */
  private static String telemetry(RouterConfig config) {
    StringJoiner names = new StringJoiner(",").setEmptyValue(ComponentKeys.NONE);
    if (config.get(RuntimeKeys.METRICS_PORT).isPresent()) {
      names.add("micrometer");
    }
    if (SpanExport.isOn(config)) {
      names.add("opentelemetry");
    }
    return names.toString();
  }

  private static Path path(String name) throws UsageException {
    try {
      return Path.of(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageException("'" + name + "' is not a path: " + e.getReason());
    }
  }
}
