package beamline.router.memory.extension;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.memory.watch.Watchers;
import beamline.router.spi.ExtensionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Documents in a map, each write under one lock. A write returns after everybody who watches has
 * been told.
 */
final class MemoryExtensionStore implements ExtensionStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<String, ExtensionDocument> documents = new ConcurrentSkipListMap<>();
  private final Watchers<String> watchers = new Watchers<>("extensions", lock);
  private final LongSupplier epochMillis;

  /** Of all ids together, so that none is used twice for an id that comes back. */
  private long lastRevision;

  /** Begins with these documents, each of revision 1. */
  MemoryExtensionStore(LongSupplier epochMillis, Map<String, String> records) {
    this.epochMillis = epochMillis;
    lastRevision = records.isEmpty() ? 0 : 1;
    records.forEach(this::store);
  }

  @Override
  public Contents current() {
    return new Contents(List.copyOf(documents.values()), Map.of());
  }

  @Override
  public Optional<ExtensionDocument> get(String id) {
    return Optional.ofNullable(documents.get(Objects.requireNonNull(id, "id")));
  }

  @Override
  public Write put(ExtensionDocument document, long expectedRevision) {
    return ifStill(
        document.id(),
        expectedRevision,
        () -> {
          lastRevision++;
          store(document.id(), document.json());
          return lastRevision;
        });
  }

  private void store(String id, String json) {
    Instant now = Instant.ofEpochMilli(epochMillis.getAsLong());
    documents.put(id, new ExtensionDocument(id, json, lastRevision, now));
  }

  @Override
  public Write delete(String id, long expectedRevision) {
    if (expectedRevision == 0) {
      return new Write.Conflict(0, revision(id));
    }
    return ifStill(
        id,
        expectedRevision,
        () -> {
          documents.remove(id);
          return expectedRevision;
        });
  }

  @Override
  public Watch watch(Runnable listener) {
    return watchers.add(id -> listener.run())::run;
  }

  private Write ifStill(String id, long expectedRevision, Supplier<Long> change) {
    lock.lock();
    try {
      long actual = revision(id);
      if (actual != expectedRevision) {
        return new Write.Conflict(expectedRevision, actual);
      }
      long revision = change.get();
      watchers.tell(id);
      return new Write.Done(revision);
    } finally {
      lock.unlock();
    }
  }

  private long revision(String id) {
    ExtensionDocument document = documents.get(Objects.requireNonNull(id, "id"));
    return document == null ? 0 : document.revision();
  }
}
