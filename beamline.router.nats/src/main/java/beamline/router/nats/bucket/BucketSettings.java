package beamline.router.nats.bucket;

import beamline.router.spi.ComponentConfig;
import io.nats.client.api.KeyValueConfiguration;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which bucket is used, and how.
 *
 * @param owner who uses it, for errors, such as {@code state store}
 * @param manage whether it is created if it is missing
 * @param wanted how it is created
 * @param timeout how long an answer may take
 */
public record BucketSettings(
    String owner, boolean manage, KeyValueConfiguration wanted, Duration timeout) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  /** Its name. */
  public String name() {
    return wanted.getBucketName();
  }

  /** The key of {@code manage}. */
  String manageKey() {
    return owner.replace(' ', '-') + ".nats.manage";
  }

  /** The configured name of a bucket. */
  public static String name(ComponentConfig config, String otherwise) {
    String name = config.text("bucket").orElse(otherwise);
    if (!NAME.matcher(name).matches()) {
      throw config.invalid("bucket", name, "1 to 64 letters, digits, - or _");
    }
    return name;
  }

  /** How long an operation may take. */
  public static Duration timeout(ComponentConfig config) {
    return positive(config, "request-timeout", REQUEST_TIMEOUT);
  }

  /** A configured duration that is not zero. */
  public static Duration positive(ComponentConfig config, String key, Duration otherwise) {
    Duration value = config.duration(key, otherwise);
    if (value.isZero()) {
      throw config.invalid(key, "0", "more than 0");
    }
    return value;
  }
}
