package beamline.router.examples.admin;

import beamline.router.examples.command.Times;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time, as messages have them. */
final class Moments {

  private Moments() {}

  static Instant of(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** One for people; a dash when there is none. */
  static String shown(boolean present, Timestamp time) {
    return present ? Times.shown(of(time)) : "-";
  }
}
