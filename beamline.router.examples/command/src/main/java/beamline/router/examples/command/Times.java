package beamline.router.examples.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time. */
public final class Times {

  private Times() {}

  /** One, to the second. */
  public static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
