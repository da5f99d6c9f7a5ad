package beamline.router.nats.connection;

import beamline.router.spi.ComponentConfig;
import io.nats.client.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * Who we say we are: a user and password, a token, an NKey, or a JWT with its NKey, given apart or
 * in a credentials file. One of them, or nobody.
 */
final class Login {
  private static final String SECRET = "***";
  private static final String SEED = "the seed of a user's NKey, SU...";

  private final ComponentConfig config;
  private final ServerUrls servers;

  private Login(ComponentConfig config, ServerUrls servers) {
    this.config = config;
    this.servers = servers;
  }

  /** Puts the login into the options, reading the credentials file now. */
  static void into(Options.Builder options, ComponentConfig config, ServerUrls servers) {
    new Login(config, servers).into(options);
  }

  private void into(Options.Builder options) {
    refuseTwo();
    if (config.text("credentials-file").isPresent()) {
      NKeyAuth auth =
          ConfiguredFile.read(
              config,
              "credentials-file",
              "a .creds file of a JWT and a seed",
              text -> {
                CredentialsFile file = CredentialsFile.parse(text);
                return new NKeyAuth(NKey.ofSeed(file.seed()), file.jwt());
              });
      options.authHandler(auth);
    } else if (config.text("nkey").isPresent()) {
      options.authHandler(new NKeyAuth(seed(), config.text("jwt").orElse("")));
    } else if (config.text("jwt").isPresent()) {
      throw config.invalid("nkey", "", "set, because jwt is: the seed of the key that it names");
    } else if (config.text("token").isPresent()) {
      options.token(config.text("token").orElseThrow().toCharArray());
    } else if (config.text("username").isPresent()) {
      options.userInfo(
          config.text("username").orElseThrow().toCharArray(),
          config.text("password").orElse("").toCharArray());
    } else if (config.text("password").isPresent()) {
      throw config.invalid("username", "", "set, because password is");
    } else if (!servers.password().isEmpty()) {
      options.userInfo(servers.user().toCharArray(), servers.password().toCharArray());
    } else if (!servers.user().isEmpty()) {
      options.token(servers.user().toCharArray());
    }
  }

  private NKey seed() {
    try {
      return NKey.ofSeed(config.text("nkey").orElseThrow());
    } catch (IllegalArgumentException e) {
      throw config.invalid("nkey", SECRET, SEED + ": " + e.getMessage());
    }
  }

  private void refuseTwo() {
    List<String> given = new ArrayList<>();
    for (String key : List.of("credentials-file", "nkey", "token", "username")) {
      if (config.text(key).isPresent()) {
        given.add(key);
      }
    }
    if (!servers.user().isEmpty()) {
      given.add("url");
    }
    if (given.size() > 1) {
      throw config.invalid(
          given.get(1), SECRET, "absent, because " + given.get(0) + " says who we are already");
    }
  }
}
