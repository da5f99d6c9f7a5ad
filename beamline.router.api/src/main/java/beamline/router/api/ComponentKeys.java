package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which component serves each kind. Everything below {@code <kind>.<name>.} is passed on to the
 * component of that name.
 */
public final class ComponentKeys {
  /** The name that stands for no component, where a kind may do without. */
  public static final String NONE = "none";

  private static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

  /** Kinds of components, as they begin the keys that are passed on. */
  static final List<String> KINDS =
      List.of(
          "policy-store",
          "rate-limiter",
          "audit-sink",
          "access-store",
          "tenant-store",
          "extension-store",
          "state-store",
          "transport",
          "telemetry",
          "extensions",
          "message-codec");

  /** Where policies are kept. */
  public static final ConfigKey<Optional<String>> POLICY_STORE =
      component("policy-store", "Where policies are kept, such as memory or file.");

  /** The folder that the policy store named {@code file} reads. */
  public static final ConfigKey<Optional<Path>> POLICY_DIRECTORY =
      key(
              "policy-store.file.directory",
              path(),
              Optional.empty(),
              "The folder that the policy store named file reads:"
                  + " <directory>/<tenant>/<policy>.json.")
          .as("policy-store.path");

  /** How long the engine waits for its policies. */
  public static final ConfigKey<Duration> POLICY_START_TIMEOUT =
      key(
          "policy-store.start-timeout",
          duration(Duration.ZERO, Duration.ofHours(1)),
          Duration.ofSeconds(10),
          "How long an engine that is being built tries to read its policies before it gives up.");

  /** Who counts against limits. */
  public static final ConfigKey<Optional<String>> RATE_LIMITER =
      component("rate-limiter", "Who counts against limits, such as memory.");

  /** Where the audit log goes. */
  public static final ConfigKey<Optional<String>> AUDIT_SINK =
      component("audit-sink", "Where the audit log goes, such as memory.");

  /** Where roles are kept, and who has them. */
  public static final ConfigKey<Optional<String>> ACCESS_STORE =
      component("access-store", "Where roles are kept, and who has them, such as memory.");

  /** Where limits and budgets of tenants are kept. */
  public static final ConfigKey<Optional<String>> TENANT_STORE =
      component("tenant-store", "Where limits and budgets of tenants are kept, such as memory.");

  /** Where extensions are registered. */
  public static final ConfigKey<Optional<String>> EXTENSION_STORE =
      component("extension-store", "Where extensions are registered, such as memory or file.");

  /** The folder that the extension store named {@code file} reads. */
  public static final ConfigKey<Optional<Path>> EXTENSION_DIRECTORY =
      key(
          "extension-store.file.directory",
          path(),
          Optional.empty(),
          "The folder that the extension store named file reads: <directory>/<id>.json.");

  /** Where sticky pins and marks are kept. */
  public static final ConfigKey<Optional<String>> STATE_STORE =
      component("state-store", "Where sticky pins and marks are kept, such as memory.");

  /** How messages travel. */
  public static final ConfigKey<Optional<String>> TRANSPORT =
      component("transport", "How messages travel, such as memory or nats; none for no transport.");

  /** Who is told what happens. */
  public static final ConfigKey<Optional<String>> TELEMETRY =
      key(
          "telemetry",
          optionalText(
              "names of components in lower-case kebab-case with commas between them, or undefined",
              names -> names.matches(NAME + "( *, *" + NAME + ")*")),
          Optional.empty(),
          "Who is told what happens, such as micrometer,opentelemetry; none for nobody."
              + " Undefined: all that are found.");

  private ComponentKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        POLICY_STORE,
        POLICY_DIRECTORY,
        POLICY_START_TIMEOUT,
        RATE_LIMITER,
        AUDIT_SINK,
        ACCESS_STORE,
        TENANT_STORE,
        EXTENSION_STORE,
        EXTENSION_DIRECTORY,
        STATE_STORE,
        TRANSPORT,
        TELEMETRY);
  }

  private static ConfigKey<Optional<String>> component(String kind, String description) {
    return key(
        kind,
        optionalText(
            "the name of a component in lower-case kebab-case, or undefined",
            name -> name.matches(NAME)),
        Optional.empty(),
        description + " Undefined: the only one of the highest priority among those found.");
  }
}
