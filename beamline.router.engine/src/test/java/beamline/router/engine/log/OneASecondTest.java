package beamline.router.engine.log;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.LoggingEventBuilder;

class OneASecondTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
  private final OneASecond lines = new OneASecond(clock::get);

  @Test
  void theFirstLineIsWrittenAtOnce() {
    LoggingEventBuilder line = line();
    lines.of(line).log("text");
    verify(line).log("text");
    verify(line, never()).addKeyValue("omitted", 0L);
  }

  @Test
  void linesWithinASecondAreOmittedAndCountedByTheNext() {
    lines.of(line()).log("first");
    LoggingEventBuilder omitted = line();
    lines.of(omitted).addKeyValue("key", "value").log("second");
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    lines.of(omitted).log("third");
    verify(omitted, never()).log("second");
    verify(omitted, never()).log("third");

    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    LoggingEventBuilder written = line();
    lines.of(written).log("fourth");
    verify(written).addKeyValue("omitted", 2L);
    verify(written).log("fourth");
  }

  private static LoggingEventBuilder line() {
    LoggingEventBuilder line = mock();
    when(line.addKeyValue("omitted", 2L)).thenReturn(line);
    return line;
  }
}
