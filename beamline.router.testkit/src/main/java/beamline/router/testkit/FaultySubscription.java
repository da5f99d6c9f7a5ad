package beamline.router.testkit;

import beamline.router.spi.Transport.Subscription;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A subscription that ends with a broken connection and is made again with the next one. */
final class FaultySubscription implements Subscription {
  private final Supplier<Subscription> registration;
  private final Consumer<FaultySubscription> onClose;
  private @Nullable Subscription current;
  private boolean closed;

  FaultySubscription(Supplier<Subscription> registration, Consumer<FaultySubscription> onClose) {
    this.registration = registration;
    this.onClose = onClose;
  }

  synchronized void resume() {
    if (!closed && current == null) {
      current = registration.get();
    }
  }

  synchronized void suspend() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public synchronized long pending() {
    return current == null ? 0 : current.pending();
  }

  @Override
  public synchronized void close() {
    closed = true;
    suspend();
    onClose.accept(this);
  }
}
