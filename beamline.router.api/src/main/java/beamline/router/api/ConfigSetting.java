package beamline.router.api;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A value as it was written somewhere.
 *
 * @param name the name it was written under: a key, an alias, or the key of a component
 * @param text the value
 * @param origin where it was written, in words that fit after "from"
 */
record ConfigSetting(String name, String text, String origin) {
  /** What is shown instead of a secret. */
  static final String REDACTED = "[REDACTED]";

  private static final Pattern COMPONENT_KEY =
      Pattern.compile("(" + String.join("|", ComponentKeys.KINDS) + ")\\.[a-z0-9-]+\\..+");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|passwd|secret|token|credential|api-?key|private-?key|nkey|jwt).*");

  /** Whether this belongs to a component, which alone knows its keys. */
  boolean isComponentKey() {
    return COMPONENT_KEY.matcher(name).matches();
  }

  /** The value as it may be shown; keys of components hide what sounds like a secret. */
  String shown() {
    boolean secret =
        RouterKeys.find(name)
            .map(ConfigKey::secret)
            .orElseGet(() -> SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches());
    return secret ? REDACTED : text;
  }

  @Override
  public String toString() {
    return name + " = " + shown() + " (" + origin + ")";
  }
}
