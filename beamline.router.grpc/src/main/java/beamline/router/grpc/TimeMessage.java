package beamline.router.grpc;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;

/** Times as messages, and back. */
final class TimeMessage {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private TimeMessage() {}

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant instant(String field, Timestamp message) {
    Fields.range(field + ".nanos", message.getNanos(), 0, NANOS_PER_SECOND - 1);
    try {
      Instant time = Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException e) {
      // refused below
    }
    throw Fields.invalid(field + ".seconds", message.getSeconds(), "in the years 1 to 9999");
  }
}
