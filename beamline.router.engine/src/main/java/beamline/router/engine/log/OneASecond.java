package beamline.router.engine.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * Lines that somebody outside can cause as often as they like: one a second is written, which says
 * how many were omitted since the last. Safe for concurrent use.
 */
public final class OneASecond {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicLong next;
  private final LongAdder omitted = new LongAdder();

  /** Lines by this clock, the first of them at once. */
  public OneASecond(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    next = new AtomicLong(nanoTime.getAsLong());
  }

  /** The line, if it is its turn; else one that nobody writes. */
  public LoggingEventBuilder of(LoggingEventBuilder line) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due < 0 || !next.compareAndSet(due, now + SECOND)) {
      omitted.increment();
      return NOPLoggingEventBuilder.singleton();
    }
    long others = omitted.sumThenReset();
    return others == 0 ? line : line.addKeyValue("omitted", others);
  }
}
