package beamline.router.nats.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether something is well, and if not why; told once it has lasted. Safe for concurrent use. */
final class Condition {
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

  /** It is not, and whether that is news. */
  boolean ill(String why) {
    Ill before = ill;
    ill = new Ill(why, before == null ? nanoTime.getAsLong() : before.sinceNanos());
    return before == null || !before.why().equals(why);
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
