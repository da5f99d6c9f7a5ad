package beamline.router.examples.node;

import beamline.router.api.LogEvent;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log when a collector takes no spans any more, and when it does again. The exporter
 * itself would say so with every batch.
 */
final class WatchedSpanExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedSpanExporter.class);

  private final SpanExporter exporter;
  private final AtomicBoolean failing = new AtomicBoolean();

  /** Held, since the JDK forgets the level of a logger that nobody holds. */
  private final java.util.logging.Logger ownLog =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  WatchedSpanExporter(SpanExporter exporter) {
    this.exporter = exporter;
    ownLog.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    return sent.whenComplete(() -> tell(sent));
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private void tell(CompletableResultCode sent) {
    if (failing.compareAndSet(sent.isSuccess(), !sent.isSuccess())) {
      if (sent.isSuccess()) {
        LOG.atInfo()
            .addKeyValue(LogEvent.KEY, LogEvent.NODE_SPANS_SENT)
            .log("the collector takes spans again");
      } else {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.NODE_SPANS_LOST)
            .addKeyValue("reason", String.valueOf(sent.getFailureThrowable()))
            .log("the collector takes no spans");
      }
    }
  }
}
