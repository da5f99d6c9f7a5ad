package beamline.router.nats.state;

import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A value with the time when it expires before it: eight bytes, milliseconds since the epoch. So
 * that every entry has its own time to live on every server, whatever its version.
 */
final class Stamped {
  private static final int STAMP_BYTES = Long.BYTES;
  private static final int MAX_BYTES = 65_536;
  private static final String OPERATION = "KV-Operation";

  private Stamped() {}

  static byte[] of(byte[] value, long nowMillis, Duration ttl) {
    if (value.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the value has " + value.length + " bytes, must have at most " + MAX_BYTES);
    }
    if (ttl.isZero() || ttl.isNegative()) {
      throw new IllegalArgumentException("the time to live is " + ttl + ", must be positive");
    }
    return ByteBuffer.allocate(STAMP_BYTES + value.length)
        .putLong(nowMillis + Math.max(1, ttl.toMillis()))
        .put(value)
        .array();
  }

  /** The value of a stored message, unless it has expired, was removed, or is not one of ours. */
  static Optional<byte[]> value(MessageInfo stored, long nowMillis) {
    Headers headers = stored.getHeaders();
    byte[] data = stored.getData();
    if ((headers != null && headers.containsKeyIgnoreCase(OPERATION))
        || data == null
        || data.length < STAMP_BYTES
        || ByteBuffer.wrap(data).getLong() <= nowMillis) {
      return Optional.empty();
    }
    return Optional.of(Arrays.copyOfRange(data, STAMP_BYTES, data.length));
  }

  /** What marks an entry as removed. */
  static Headers removal() {
    return new Headers().add(OPERATION, "DEL");
  }
}
