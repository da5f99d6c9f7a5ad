package beamline.router.nats.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether something is well, and if not why; told once it has lasted. Safe for concurrent use. */
final class Condition {
  private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

  /** A connection that comes back within this time is nobody's trouble. */
  private static final long LASTING_NANOS = Duration.ofSeconds(2).toNanos();

  private final LongSupplier nanoTime;
  private volatile @Nullable Ill ill;

  private record Ill(String why, long sinceNanos) {}

  Condition(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void well() {
    ill = null;
  }

  void ill(String why) {
    Ill before = ill;
    if (before == null || !before.why().equals(why)) {
      LOG.warn("policies are not followed: {}", why);
      ill = new Ill(why, before == null ? nanoTime.getAsLong() : before.sinceNanos());
    }
  }

  boolean isWell() {
    return ill == null;
  }

  Optional<String> trouble() {
    Ill now = ill;
    return now == null || nanoTime.getAsLong() - now.sinceNanos() < LASTING_NANOS
        ? Optional.empty()
        : Optional.of(now.why());
  }
}
