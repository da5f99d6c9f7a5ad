package beamline.router.examples.audit;

import beamline.router.api.AuditKeys;
import beamline.router.api.ComponentKeys;
import beamline.router.api.RouterConfig;
import beamline.router.audit.KeyRing;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Settings;
import beamline.router.examples.command.SharedOptions;
import beamline.router.examples.command.UsageException;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Which log a command reads, and with which keys. */
final class SourceOptions {
  private static final String USAGE =
      """
      The log:
        FILE, DIR         a file of a chain, or a folder of chains as the sink file keeps them;
                          without it, the sink that audit-sink names in the settings
        --chain NAME      one chain only
        --config FILE     the settings of a node; environment variables go before them
        --set KEY=VALUE   a setting (docs/reference/configuration.md), may be repeated

      The keys are the settings audit.hmac-secret, audit.hmac-key-id and audit.hmac-old-keys, best in
      the file or in the environment: BEAMLINE_ROUTER_AUDIT_HMAC_SECRET.
      """;

  static final SharedOptions SHARED =
      new SharedOptions(Set.of("--config", "--chain"), Set.of("--set"), Set.of(), USAGE);

  private SourceOptions() {}

  /** The log that is named. */
  static Source open(Arguments arguments, RouterConfig config) throws UsageException {
    if (!arguments.operands().isEmpty()) {
      return new FileSource(Path.of(arguments.operands().get(0)));
    }
    String name =
        config
            .get(ComponentKeys.AUDIT_SINK)
            .orElseThrow(
                () ->
                    new UsageException(
                        "no log is named, must be a file, a folder, or audit-sink in --config or"
                            + " --set"));
    if (name.equals("file")) {
      // as it lies there, with what is no entry, too, which the sink does not give
      String directory = ComponentKeys.AUDIT_SINK.name() + ".file.directory";
      String path = config.below(ComponentKeys.AUDIT_SINK.name() + ".file.").get("directory");
      if (path == null) {
        throw new UsageException(directory + " is missing, must be the folder of the log");
      }
      return new FileSource(Path.of(path));
    }
    RouterConfig shared = NatsComponents.sharingConnection(config);
    for (AuditSinkProvider provider : ServiceLoader.load(AuditSinkProvider.class)) {
      if (provider.name().equals(name)) {
        String prefix = ComponentKeys.AUDIT_SINK.name() + "." + name + ".";
        ToolContext context = new ToolContext(new ComponentConfig(prefix, shared.below(prefix)));
        return new SinkSource(provider.create(context), context::close);
      }
    }
    throw new UsageException("there is no audit sink '" + name + "'");
  }

  /** The keys of the settings. */
  static KeyRing keys(RouterConfig config) throws UsageException {
    try {
      KeyRing ring =
          config
              .get(AuditKeys.HMAC_SECRET)
              .map(secret -> KeyRing.of(config.get(AuditKeys.HMAC_KEY_ID), secret))
              .orElseGet(KeyRing::unkeyed);
      return config.get(AuditKeys.HMAC_OLD_KEYS).map(ring::withOld).orElse(ring);
    } catch (IllegalArgumentException e) {
      throw new UsageException("audit.hmac-old-keys: " + e.getMessage());
    }
  }

  /** What is written in the file, the environment and the arguments. */
  static RouterConfig config(Arguments arguments) throws UsageException {
    Optional<Path> file = arguments.value("--config").map(Path::of);
    if (file.isPresent() && !Files.isRegularFile(file.get())) {
      throw new UsageException("configuration file '" + file.get() + "' cannot be read");
    }
    RouterConfig.Builder config = Settings.load(file).toBuilder();
    Settings.set(arguments, config);
    return config.build();
  }
}
