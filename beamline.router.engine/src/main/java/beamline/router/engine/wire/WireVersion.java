package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of the routing contract that a message names: there is one, and clients write it in
 * five ways.
 */
final class WireVersion {
  private static final Map<String, Object> SUPPORTED = Map.of("supported_versions", List.of("1"));
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{0,32}");

  private WireVersion() {}

  /**
   * Refuses everything but version 1.
   *
   * @param header the version header, which wins over the field
   * @param field the version field
   * @param required whether one of them must be there
   */
  static void check(@Nullable String header, @Nullable Object field, boolean required)
      throws Refusal {
    Object version = header == null || header.isEmpty() ? field : header;
    if (version == null) {
      if (required) {
        throw Refusal.of(ErrorCode.VERSION_UNSUPPORTED, "Missing version field", SUPPORTED);
      }
      return;
    }
    if (!isOne(version)) {
      throw Refusal.of(
          ErrorCode.VERSION_UNSUPPORTED,
          "Unsupported schema version: " + shown(version) + ", supported versions: [1]",
          SUPPORTED);
    }
  }

  private static boolean isOne(Object version) {
    if (version instanceof String text) {
      return text.equals("1") || text.equals("1.0") || text.equals("v1");
    }
    return version instanceof Number number && number.doubleValue() == 1;
  }

  /** What cannot be a version may be anything, also what nobody may read in an answer or a log. */
  private static String shown(Object version) {
    if (version instanceof String text && !VERSION.matcher(text).matches()) {
      return "another text";
    }
    return version instanceof String || version instanceof Long || version instanceof Double
        ? version.toString()
        : Fields.kind(version);
  }
}
