package beamline.router.engine.flow.admin;

import beamline.router.spi.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key that administrators show, in the header {@code x-api-key}, as a bearer token, or as
 * {@code api_key} in the question. Without one configured everybody may ask: all that can be asked
 * only reads. Immutable.
 */
final class ApiKey {
  private static final String BEARER = "Bearer ";

  private final byte @Nullable [] key;

  ApiKey(@Nullable String key) {
    this.key = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
  }

  boolean opens(Message message, Map<String, Object> body) {
    byte[] expected = key;
    if (expected == null) {
      return true;
    }
    String bearer = message.headers().get("authorization");
    return is(expected, message.headers().get("x-api-key"))
        || is(expected, body.get("api_key"))
        || (bearer != null
            && bearer.startsWith(BEARER)
            && is(expected, bearer.substring(BEARER.length())));
  }

  /** Takes the same time whatever is wrong. */
  private static boolean is(byte[] expected, @Nullable Object shown) {
    return shown instanceof String text
        && MessageDigest.isEqual(expected, text.getBytes(StandardCharsets.UTF_8));
  }
}
