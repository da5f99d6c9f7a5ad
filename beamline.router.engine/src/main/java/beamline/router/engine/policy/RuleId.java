package beamline.router.engine.policy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule's id: the start of the SHA-256 of its canonical form (sorted keys, no white space, {@code
 * 1.0} written as {@code 1}), so that nodes agree without asking one another.
 */
final class RuleId {

  private static final int BYTES = 6;

  private RuleId() {}

  /** Twelve hexadecimal digits. */
  static String of(Map<String, Object> rule) {
    StringBuilder canonical = new StringBuilder();
    append(canonical, rule);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      appendMap(out, map);
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (Object element : list) {
        append(out, element);
        out.append(',');
      }
      out.append(']');
    } else if (value instanceof Number number) {
      BigDecimal decimal = new BigDecimal(number.toString());
      out.append(decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toString());
    } else if (value instanceof String text) {
      // the length in front makes quoting unnecessary
      out.append(text.length()).append('"').append(text);
    } else {
      out.append(value);
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sorted.put((String) entry.getKey(), entry.getValue());
    }
    out.append('{');
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      append(out, entry.getKey());
      out.append(':');
      append(out, entry.getValue());
      out.append(',');
    }
    out.append('}');
  }
}
