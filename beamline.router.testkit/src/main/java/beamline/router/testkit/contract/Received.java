package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;

import beamline.router.spi.Transport.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription received, in order, as texts and as it came. Safe for concurrent use.
 *
 * @param <T> a message or a delivery
 */
final class Received<T> implements Consumer<T> {
  private final List<T> items = new CopyOnWriteArrayList<>();
  private final Function<T, String> text;
  private volatile @Nullable Subscription subscription;

  Received(Function<T, String> text) {
    this.text = text;
  }

  @Override
  public void accept(T item) {
    items.add(item);
  }

  /** What to close with {@link #close()}. */
  void until(Subscription registered) {
    subscription = registered;
  }

  void close() {
    Subscription registered = subscription;
    if (registered != null) {
      registered.close();
    }
  }

  int count() {
    return items.size();
  }

  /** How often a text came. */
  long count(String wanted) {
    return texts().stream().filter(wanted::equals).count();
  }

  List<String> texts() {
    return items.stream().map(text).toList();
  }

  T item(int index) {
    return items.get(index);
  }

  /** Waits for a number of items, and gives their texts; there may be more by then. */
  List<String> await(int count) {
    eventually(count + " received, have " + count(), () -> items.size() >= count);
    return texts();
  }

  /** Waits until a text came this often. */
  void await(String wanted, int times) {
    eventually("'" + wanted + "' received " + times + " times", () -> count(wanted) >= times);
  }
}
