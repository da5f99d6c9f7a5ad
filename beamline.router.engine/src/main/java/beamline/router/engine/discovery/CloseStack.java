package beamline.router.engine.discovery;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterComponent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine created, closed in reverse order. A component that fails to close does not keep
 * the others open, one that hangs does not keep the host waiting beyond the bound. Not safe for
 * concurrent use.
 */
final class CloseStack {
  private static final Logger LOG = LoggerFactory.getLogger(CloseStack.class);

  private final Deque<Named> created = new ArrayDeque<>();
  private volatile String closing = "";

  private record Named(String name, RouterComponent component) {}

  /** Remembers a component, to be closed before those that came earlier. */
  void push(String name, RouterComponent component) {
    created.push(new Named(name, component));
  }

  /** Closes and forgets everything, in a thread of its own, which is waited for this long. */
  void close(long timeoutNanos) {
    if (created.isEmpty()) {
      return;
    }
    Deque<Named> all = new ArrayDeque<>(created);
    created.clear();
    Thread closer = new Thread(() -> all.forEach(this::close), "beamline-router-close");
    closer.setDaemon(true);
    closer.start();
    try {
      TimeUnit.NANOSECONDS.timedJoin(closer, Math.max(timeoutNanos, 1));
      if (closer.isAlive()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.COMPONENT_CLOSE_FAILED)
            .addKeyValue("component_name", closing)
            .log("a component did not close in time; going on without it");
        closer.interrupt();
      }
    } catch (InterruptedException e) {
      closer.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void close(Named named) {
    closing = named.name();
    try {
      named.component().close();
    } catch (RuntimeException | LinkageError e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.COMPONENT_CLOSE_FAILED)
          .addKeyValue("component_name", named.name())
          .setCause(e)
          .log("a component failed to close");
    }
  }
}
