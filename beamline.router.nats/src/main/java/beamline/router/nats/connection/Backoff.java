package beamline.router.nats.connection;

import beamline.router.spi.ComponentConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt to connect: doubled each time up to a cap, and then
 * shortened at random by up to a fifth, so that a fleet does not come back all at once.
 *
 * @param base before the first attempt
 * @param cap the longest
 * @param attempts after how many the trouble is reported; it goes on
 */
record Backoff(Duration base, Duration cap, int attempts) {
  private static final int MAX_DOUBLINGS = 30;

  static Backoff from(ComponentConfig config) {
    return new Backoff(
        config.duration("reconnect-delay", Duration.ofSeconds(1)),
        config.duration("max-reconnect-delay", Duration.ofSeconds(30)),
        (int) config.number("reconnect-attempts", 10, 0, 1_000_000));
  }

  /** Before this attempt, counted from 1. */
  Duration before(long attempt) {
    long doublings = Math.min(MAX_DOUBLINGS, Math.max(0, attempt - 1));
    long wanted = Math.multiplyExact(base.toMillis(), 1L << doublings);
    long millis = Math.min(cap.toMillis(), wanted);
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
  }
}
