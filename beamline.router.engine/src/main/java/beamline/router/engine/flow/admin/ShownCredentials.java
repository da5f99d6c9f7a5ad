package beamline.router.engine.flow.admin;

import beamline.router.api.admin.Credentials;
import beamline.router.spi.Message;
import java.util.Map;

/**
 * What a question shows of who asks: the header {@code x-api-key}, else a bearer token in {@code
 * authorization}, else the member {@code api_key}. The first of them counts.
 */
final class ShownCredentials {
  private static final String BEARER = "Bearer ";

  private ShownCredentials() {}

  static Credentials in(Message message, Map<String, Object> body) {
    String key = message.headers().get("x-api-key");
    if (key != null) {
      return new Credentials.ApiKey(key);
    }
    String bearer = message.headers().get("authorization");
    if (bearer != null && bearer.startsWith(BEARER)) {
      return new Credentials.BearerToken(bearer.substring(BEARER.length()));
    }
    return body.get("api_key") instanceof String text
        ? new Credentials.ApiKey(text)
        : new Credentials.None();
  }
}
