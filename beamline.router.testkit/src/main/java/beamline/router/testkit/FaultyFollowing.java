package beamline.router.testkit;

import beamline.router.spi.Transport.Following;
import beamline.router.spi.Transport.LogEntry;
import beamline.router.spi.Transport.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream along, and after a broken connection goes on where it was. */
final class FaultyFollowing implements Following, Consumer<LogEntry> {
  private final Consumer<LogEntry> handler;
  private final AtomicLong last = new AtomicLong();
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final BooleanSupplier connected;
  private volatile @Nullable Subscription subscription;
  private volatile @Nullable Following behind;

  FaultyFollowing(Consumer<LogEntry> handler, BooleanSupplier connected) {
    this.handler = handler;
    this.connected = connected;
  }

  /** What ends with this one. */
  void until(Subscription made) {
    subscription = made;
  }

  /** It reads again, from the start: what was handled before is passed over. */
  Subscription began(Following following) {
    behind = following;
    CompletionStage<Void> unused = following.caughtUp().thenRun(() -> caughtUp.complete(null));
    return following;
  }

  @Override
  public void accept(LogEntry entry) {
    if (last.getAndAccumulate(entry.sequence(), Math::max) < entry.sequence()) {
      handler.accept(entry);
    }
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return caughtUp.copy();
  }

  @Override
  public boolean isCurrent() {
    Following now = behind;
    return connected.getAsBoolean() && now != null && now.isCurrent();
  }

  @Override
  public void close() {
    Subscription made = subscription;
    if (made != null) {
      made.close();
    }
  }
}
