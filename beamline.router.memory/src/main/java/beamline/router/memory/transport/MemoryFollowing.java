package beamline.router.memory.transport;

import beamline.router.spi.Transport;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Somebody who reads a stream along. */
final class MemoryFollowing implements Transport.Following {
  private static final System.Logger LOG = System.getLogger(MemoryFollowing.class.getName());
  private static final int BURST = 64;

  private final MemoryStream stream;
  private final MemoryStream.Cursor cursor;
  private final long endAtStart;
  private final long fromEpochMillis;
  private final Consumer<Transport.LogEntry> handler;
  private final SerialRunner runner;
  private final Gate gate = new Gate();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

  MemoryFollowing(
      MemoryStream stream,
      SubjectPattern subject,
      long fromEpochMillis,
      Consumer<Transport.LogEntry> handler,
      Workshop workshop) {
    this.stream = stream;
    this.cursor = new MemoryStream.Cursor(subject);
    this.endAtStart = stream.end();
    this.fromEpochMillis = fromEpochMillis;
    this.handler = handler;
    this.runner = workshop.runner(BURST, this::handleOne);
  }

  void wake() {
    runner.wake();
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return caughtUp.copy();
  }

  @Override
  public boolean isCurrent() {
    return caughtUp.isDone();
  }

  /** Takes no more; completes when the handler returned. */
  CompletionStage<Void> drain() {
    stream.leave(this);
    return gate.shut();
  }

  @Override
  public void close() {
    CompletionStage<Void> unused = drain();
  }

  private boolean handleOne() {
    if (!gate.enter()) {
      return false;
    }
    try {
      StoredMessage next = stream.advance(cursor);
      if (next != null && next.storedAtMillis() >= fromEpochMillis) {
        handle(next);
      }
      if (stream.isPast(cursor, endAtStart)) {
        caughtUp.complete(null);
      }
      return next != null;
    } finally {
      gate.leave();
    }
  }

  private void handle(StoredMessage stored) {
    try {
      handler.accept(
          new Transport.LogEntry(stored.message(), stored.sequence(), stored.storedAtMillis()));
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "the handler that follows " + stream.spec().name() + " failed", e);
    }
  }
}
