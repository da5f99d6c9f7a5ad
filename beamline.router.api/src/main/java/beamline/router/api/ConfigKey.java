package beamline.router.api;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One thing that can be configured: its name, the other names it is known by, its type, default and
 * meaning. All keys are in {@link RouterKeys}. Immutable.
 *
 * @param <T> the type of the value
 */
public final class ConfigKey<T> {
  private final String name;
  private final ConfigType<T> type;
  private final T defaultValue;
  private final List<String> aliases;
  private final String description;
  private final boolean secret;
  private final boolean inEffect;

  private ConfigKey(
      String name,
      ConfigType<T> type,
      T defaultValue,
      List<String> aliases,
      String description,
      boolean secret,
      boolean inEffect) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
    this.aliases = List.copyOf(aliases);
    this.description = Objects.requireNonNull(description, "description");
    this.secret = secret;
    this.inEffect = inEffect;
  }

  /** A key without aliases. */
  static <T> ConfigKey<T> key(String name, ConfigType<T> type, T defaultValue, String description) {
    return new ConfigKey<>(name, type, defaultValue, List.of(), description, false, true);
  }

  /** The same key, also known by these names, such as those of the operational guide. */
  ConfigKey<T> as(String... names) {
    List<String> all = Stream.concat(aliases.stream(), Stream.of(names)).toList();
    return new ConfigKey<>(name, type, defaultValue, all, description, secret, inEffect);
  }

  /** The same key with a value that is never shown. */
  ConfigKey<T> hidden() {
    return new ConfigKey<>(name, type, defaultValue, aliases, description, true, inEffect);
  }

  /** The same key, which is read and checked although nothing acts on it yet. */
  ConfigKey<T> planned() {
    return new ConfigKey<>(name, type, defaultValue, aliases, description, secret, false);
  }

  /** Dotted kebab-case, such as {@code assignment.max-retries}. */
  public String name() {
    return name;
  }

  /**
   * Other names that mean the same, mostly those of the operational guide, such as {@code
   * caf_max_retries}.
   */
  public List<String> aliases() {
    return aliases;
  }

  /** The kind of value in a word or two, such as {@code duration}. */
  public String type() {
    return type.word();
  }

  /** The form of a value, in words that fit after "must be". */
  public String expected() {
    return type.expected();
  }

  /** The value when nothing is configured. */
  public T defaultValue() {
    return defaultValue;
  }

  /** The default as it would be written in a file; empty when there is none. */
  public String defaultText() {
    return type.writer().write(defaultValue);
  }

  /** What it does. */
  public String description() {
    return description;
  }

  /** Whether the value is hidden wherever it could be shown. */
  public boolean secret() {
    return secret;
  }

  /**
   * Whether this version acts on it. A key of the operational guide that waits for its feature is
   * read and checked all the same.
   */
  public boolean inEffect() {
    return inEffect;
  }

  /**
   * Reads a value.
   *
   * @throws RouterException with {@link ErrorCode#CONFIGURATION_INVALID}; the message names the
   *     key, the value (unless it is a secret) and the expected form
   */
  public T parse(String text) {
    try {
      return read(name, text);
    } catch (IllegalArgumentException e) {
      throw new RouterException(ErrorCode.CONFIGURATION_INVALID, complaint(text), e);
    }
  }

  /** Reads a value written under one of the names, which may say the unit of a bare number. */
  T read(String writtenName, String text) {
    return type.reader().read(text.strip(), DurationText.unitOf(writtenName));
  }

  /** The text that reads as this value. */
  String write(T value) {
    return type.writer().write(value);
  }

  /** The one form of the text, whatever name it was written under. */
  String canonical(String writtenName, String text) {
    return write(read(writtenName, text));
  }

  /** What is wrong with a text. */
  String complaint(String text) {
    return name + " is " + shown(text) + ", must be " + type.expected();
  }

  /** The text as it may be shown. */
  String shown(String text) {
    return secret ? ConfigSetting.REDACTED : "'" + text + "'";
  }

  /** Two keys are the same when they have the same name. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigKey<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
