package beamline.router.examples.node.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a line what nobody may read there: values of keys that are about secrets or persons,
 * at any depth, and what looks like such a value in running text. Everything is bounded, since who
 * sends a message may choose what is in a line.
 */
final class Masking {
  static final String MASK = "[REDACTED]";

  private static final Set<String> KEYS =
      Set.of(
          "password",
          "api_key",
          "secret",
          "token",
          "access_token",
          "refresh_token",
          "authorization",
          "credit_card",
          "ssn",
          "email",
          "phone",
          "bearer",
          "x_api_key",
          "x_auth_token",
          "x_authorization");

  private static final String NAMES =
      "[\\w.-]{0,64}(?:passw(?:or)?d|api[_-]?key|secret|token|authorization|credit_card|ssn|email|phone)";

  private static final Pattern USER_OF_URL = Pattern.compile("(://)[^/\\s]+@");
  private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}");
  private static final Pattern JWT = Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]+(?:\\.[\\w-]+)?");
  private static final Pattern NATS_SEED = Pattern.compile("\\bS[AONUCX][A-Z2-7]{56}\\b");
  private static final Pattern EMAIL =
      Pattern.compile("[\\w.%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,63}\\b");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(\\b" + NAMES + "=)(?!\\[REDACTED\\])(?:\"[^\"]*+\"?|'[^']*+'?|[^\\s,;&}\\])'\"]+)");
  private static final Pattern JSON_MEMBER =
      Pattern.compile(
          "(?i)(\"" + NAMES + "\"\\s*:\\s*)(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^\\s,}\\]]+)");

  private static final int LONGEST = 4096;
  private static final int LONGEST_EXCEPTION = 16_384;

  /** A secret that the cut is in shall be seen whole. */
  private static final int MARGIN = 1024;

  private static final int DEEPEST = 8;
  private static final int MOST = 64;

  private final List<String> secrets;

  /**
   * Masks these values, too, wherever they are. The longest go first: one may be part of another.
   */
  Masking(Collection<String> secrets) {
    this.secrets =
        secrets.stream()
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** The value of a pair: a number or truth value as it is, maps and lists of such, else text. */
  @Nullable Object pair(String key, @Nullable Object value) {
    return pair(key, value, 0);
  }

  private @Nullable Object pair(String key, @Nullable Object value, int depth) {
    if (value == null || isMasked(key)) {
      return value == null ? null : MASK;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> map && depth < DEEPEST) {
      Map<String, @Nullable Object> masked = new LinkedHashMap<>();
      map.entrySet().stream()
          .limit(MOST)
          .forEach(
              entry -> {
                String name = String.valueOf(entry.getKey());
                masked.put(text(name), pair(name, entry.getValue(), depth + 1));
              });
      return masked;
    }
    if (value instanceof Collection<?> list && depth < DEEPEST) {
      return list.stream().limit(MOST).map(item -> pair("", item, depth + 1)).toList();
    }
    return text(String.valueOf(value));
  }

  /** Running text, cut to a length that a line may have. */
  String text(String text) {
    return text(text, LONGEST);
  }

  String exception(String text) {
    return text(text, LONGEST_EXCEPTION);
  }

  private String text(String text, int longest) {
    String masked = text.substring(0, Math.min(text.length(), longest + MARGIN));
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    masked = USER_OF_URL.matcher(masked).replaceAll("$1" + MASK + "@");
    masked = BEARER.matcher(masked).replaceAll("$1 " + MASK);
    masked = JWT.matcher(masked).replaceAll(MASK);
    masked = NATS_SEED.matcher(masked).replaceAll(MASK);
    masked = EMAIL.matcher(masked).replaceAll(MASK);
    masked = JSON_MEMBER.matcher(masked).replaceAll("$1\"" + MASK + "\"");
    masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASK);
    return masked.length() > longest ? masked.substring(0, longest) + "..." : masked;
  }

  private static boolean isMasked(String key) {
    String name = key.toLowerCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    return KEYS.contains(name) || KEYS.stream().anyMatch(it -> name.endsWith("_" + it));
  }
}
