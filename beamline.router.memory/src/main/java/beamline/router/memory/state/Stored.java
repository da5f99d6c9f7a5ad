package beamline.router.memory.state;

import beamline.router.spi.StateStore.Entry;
import beamline.router.spi.StateStore.PutIfAbsent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An entry and how to answer who wants to store another one in its place. */
final class Stored {
  private final Entry entry;
  private final long expires;

  // Made when it is first needed: most entries are never asked for twice. Two threads may make
  // one each.
  private volatile @Nullable CompletionStage<PutIfAbsent> taken;

  /** An entry that expires at this time, in nanoseconds of the store's clock. */
  Stored(Entry entry, long expires) {
    this.entry = entry;
    this.expires = expires;
  }

  Entry entry() {
    return entry;
  }

  long expires() {
    return expires;
  }

  boolean isAlive(long now) {
    return now - expires < 0;
  }

  CompletionStage<PutIfAbsent> taken() {
    CompletionStage<PutIfAbsent> answer = taken;
    if (answer == null) {
      answer = CompletableFuture.completedStage(new PutIfAbsent(false, entry));
      taken = answer;
    }
    return answer;
  }
}
