package beamline.router.examples.policy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time. */
final class Times {

  private Times() {}

  /** One, to the second. */
  static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
