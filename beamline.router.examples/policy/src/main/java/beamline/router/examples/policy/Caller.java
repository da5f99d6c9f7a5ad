package beamline.router.examples.policy;

import beamline.router.api.AdminKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Credentials;
import beamline.router.api.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs a command. Where keys of administrators are configured a key must be shown, and the
 * command may do what its owner may. Elsewhere it is the host, and what it can do is up to the
 * store.
 */
final class Caller {
  static final String OPTION = "--api-key-file";
  static final String VARIABLE = "BEAMLINE_API_KEY";
  private static final int MAX_BYTES = 4096;

  private Caller() {}

  /** The policies as this caller may see and change them. */
  static Policies policies(RouterEngine router, Command command, Arguments arguments)
      throws UsageException {
    return policies(router, command, arguments, System.getenv());
  }

  static Policies policies(
      RouterEngine router, Command command, Arguments arguments, Map<String, String> environment)
      throws UsageException {
    if (!command.needsStore(arguments)) {
      return router.policies();
    }
    Optional<String> key = key(arguments, environment);
    if (key.isPresent()) {
      return router.administration(new Credentials.ApiKey(key.get())).policies();
    }
    RouterConfig config = StoreOptions.config(arguments);
    if (config.get(AdminKeys.API_KEY).isPresent()
        || config.get(AdminKeys.CREDENTIALS_FILE).isPresent()) {
      throw new UsageException(
          "keys are configured, so one must be shown: " + OPTION + " FILE, or " + VARIABLE);
    }
    return router.policies();
  }

  private static Optional<String> key(Arguments arguments, Map<String, String> environment)
      throws UsageException {
    Optional<String> file = arguments.value(OPTION);
    if (file.isEmpty()) {
      return Optional.ofNullable(environment.get(VARIABLE)).filter(key -> !key.isBlank());
    }
    Path path = Path.of(file.get());
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new UsageException(OPTION + " '" + path + "' has more than 4096 bytes");
      }
      return Optional.of(Files.readString(path).strip());
    } catch (IOException e) {
      throw new UsageException(OPTION + " '" + path + "' cannot be read");
    }
  }
}
