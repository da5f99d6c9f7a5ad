package beamline.router.api;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Bytes as they travel, with their content type and headers.
 *
 * <p>The bytes are not copied: neither side changes them after handing them over.
 *
 * @param contentType such as {@code application/json} or {@code application/x-protobuf}; empty lets
 *     the router look at the first byte
 * @param headers by name, case-insensitive; the first value of each
 * @param body the message
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a message is its bytes: copying a megabyte to be pure helps nobody
public record WireMessage(String contentType, Map<String, String> headers, byte[] body) {

  /** The content type of JSON messages. */
  public static final String JSON = "application/json";

  /** The content type of protobuf messages. */
  public static final String PROTOBUF = "application/x-protobuf";

  public WireMessage {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
    if (headers.isEmpty()) {
      headers = Map.of();
    } else {
      Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      copy.putAll(headers);
      headers = java.util.Collections.unmodifiableMap(copy);
    }
  }

  /** A JSON message without headers. */
  public static WireMessage json(byte[] body) {
    return new WireMessage(JSON, Map.of(), body);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireMessage that
        && contentType.equals(that.contentType)
        && headers.equals(that.headers)
        && java.util.Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(contentType, headers, java.util.Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    return "WireMessage[" + contentType + ", " + body.length + " bytes]";
  }
}
