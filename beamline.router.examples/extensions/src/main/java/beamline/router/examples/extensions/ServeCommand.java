package beamline.router.examples.extensions;

import beamline.router.api.NatsKeys;
import beamline.router.api.RouterConfig;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Command;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Settings;
import beamline.router.examples.command.UsageException;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.Extension;
import beamline.router.spi.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code beamline-extension serve}. */
final class ServeCommand implements Command {
  private static final Map<String, Extension.Kind> KINDS = new TreeMap<>();

  static {
    KINDS.put("pre", Extension.Kind.PRE);
    KINDS.put("validator", Extension.Kind.VALIDATOR);
    KINDS.put("post", Extension.Kind.POST);
  }

  @Override
  public String usage() {
    return """
        Serves an extension until it is told to stop. Several that serve the same share the requests.

        Usage: beamline-extension serve ID [options]

          --server URL      where NATS is (default: nats://127.0.0.1:4222, or the settings)
          --kind KIND       pre, validator or post, where the extension is more than one
          --subject SUBJECT what it listens to (default: beamline.ext.KIND.ID.v1)
          --queue GROUP     who shares the requests (default: beamline-ext-ID)
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--server", "--kind", "--subject", "--queue");
  }

  int run(Arguments arguments, Console console) throws UsageException {
    String id = arguments.operands().get(0);
    RouterConfig config = config(arguments);
    try (AvailableExtensions available = AvailableExtensions.of(config)) {
      Map.Entry<String, Extension> found = found(available, id, arguments.value("--kind"));
      String kind = found.getKey();
      Service service =
          new Service(
              arguments.value("--subject").orElse("beamline.ext." + kind + "." + id + ".v1"),
              arguments.value("--queue").orElse("beamline-ext-" + id),
              kind + " " + id,
              found.getValue());
      try (Transport transport = transport(config)) {
        return new RunningService(service, transport, console).run();
      }
    }
  }

  /** What is found of that id, by its one kind. */
  private static Map.Entry<String, Extension> found(
      AvailableExtensions available, String id, Optional<String> wanted) throws UsageException {
    if (wanted.isPresent() && !KINDS.containsKey(wanted.get())) {
      throw new UsageException("--kind is '" + wanted.get() + "', must be pre, validator or post");
    }
    Map<String, Extension> found = new TreeMap<>();
    KINDS.forEach(
        (name, kind) -> {
          if (wanted.isEmpty() || wanted.get().equals(name)) {
            available.find(id, kind).ifPresent(extension -> found.put(name, extension));
          }
        });
    if (found.isEmpty()) {
      throw new UsageException(
          "there is no "
              + wanted.orElse("extension")
              + " '"
              + id
              + "' among the extensions of "
              + available.names());
    }
    if (found.size() > 1) {
      throw new UsageException(
          "'" + id + "' is " + String.join(" and ", found.keySet()) + ", --kind must say which");
    }
    return found.entrySet().iterator().next();
  }

  /** What is written in the file, the environment and the arguments. */
  private static RouterConfig config(Arguments arguments) throws UsageException {
    Optional<Path> file = arguments.value("--config").map(Path::of);
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      throw new UsageException("configuration file '" + file.get() + "' cannot be read");
    }
    RouterConfig.Builder config = Settings.load(file).toBuilder();
    Settings.set(arguments, config);
    arguments.value("--server").ifPresent(url -> config.set(NatsKeys.URL.name(), url));
    return config.build();
  }

  /** Requests come and go without a stream, so that a server without JetStream does. */
  private static Transport transport(RouterConfig config) {
    Map<String, String> settings = new TreeMap<>(config.below("transport.nats."));
    settings.put("jetstream.enabled", "false");
    return NatsComponents.transport(settings);
  }

  /**
   * What is served.
   *
   * @param name for people
   */
  record Service(String subject, String queueGroup, String name, Extension extension) {}
}
