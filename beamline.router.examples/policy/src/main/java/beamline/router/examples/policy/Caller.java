package beamline.router.examples.policy;

import beamline.router.api.AdminKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Credentials;
import beamline.router.api.policy.Policies;
import beamline.router.examples.command.ApiKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.UsageException;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs a command. Where keys of administrators are configured a key must be shown, and the
 * command may do what its owner may. Elsewhere it is the host, and what it can do is up to the
 * store.
 */
final class Caller {

  private Caller() {}

  /** The policies as this caller may see and change them. */
  static Policies policies(RouterEngine router, PolicyCommand command, Arguments arguments)
      throws UsageException {
    return policies(router, command, arguments, System.getenv());
  }

  static Policies policies(
      RouterEngine router,
      PolicyCommand command,
      Arguments arguments,
      Map<String, String> environment)
      throws UsageException {
    if (!command.needsStore(arguments)) {
      return router.policies();
    }
    Optional<String> key = ApiKey.shown(arguments, environment);
    if (key.isPresent()) {
      return router.administration(new Credentials.ApiKey(key.get())).policies();
    }
    RouterConfig config = StoreOptions.config(arguments);
    if (config.get(AdminKeys.API_KEY).isPresent()
        || config.get(AdminKeys.CREDENTIALS_FILE).isPresent()) {
      throw new UsageException(
          "keys are configured, so one must be shown: "
              + ApiKey.OPTION
              + " FILE, or "
              + ApiKey.VARIABLE);
    }
    return router.policies();
  }
}
