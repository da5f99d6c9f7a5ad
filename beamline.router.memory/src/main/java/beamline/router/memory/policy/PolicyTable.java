package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore.Change;
import beamline.router.spi.PolicyStore.Watch;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The current and some former documents of every key, and who watches them. Reading takes no lock.
 * A change is made and told under one lock, so that everybody hears of changes in the order in
 * which they were made.
 */
final class PolicyTable {
  private static final int MAX_FORMER_KEYS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<PolicyKey, PolicyDocument> current = new ConcurrentSkipListMap<>();
  private final Map<PolicyKey, Deque<PolicyDocument>> revisions = new ConcurrentHashMap<>();
  private final Watchers watchers = new Watchers();
  private final int maxRevisions;

  /** Removed keys, oldest first, of which only so many are remembered. */
  private final Map<PolicyKey, Long> removed = new LinkedHashMap<>();

  /** The highest revision of a removed key that is not remembered any more. */
  private long forgotten;

  PolicyTable(int maxRevisions) {
    this.maxRevisions = maxRevisions;
  }

  /** Does something while nobody else changes the table. */
  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  Optional<PolicyDocument> get(PolicyKey key) {
    return Optional.ofNullable(current.get(key));
  }

  List<PolicyDocument> list(String tenantId) {
    return PolicyKey.isId(tenantId) ? of(tenantId).toList() : List.of();
  }

  /** Whether the tenant has fewer policies than it may have. */
  boolean hasRoom(String tenantId, int maxPolicies) {
    return of(tenantId).limit(maxPolicies).count() < maxPolicies;
  }

  private Stream<PolicyDocument> of(String tenantId) {
    return current.tailMap(new PolicyKey(tenantId, "-")).values().stream()
        .takeWhile(document -> document.key().tenantId().equals(tenantId));
  }

  List<PolicyDocument> all() {
    return List.copyOf(current.values());
  }

  List<PolicyDocument> history(PolicyKey key, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    Deque<PolicyDocument> known = revisions.get(key);
    return known == null ? List.of() : known.stream().limit(limit).toList();
  }

  /** The revision that the next document of a key gets. */
  long nextRevision(PolicyKey key) {
    PolicyDocument document = current.get(key);
    return 1 + (document != null ? document.revision() : removed.getOrDefault(key, forgotten));
  }

  /** Makes a document the current one and tells it. */
  void store(PolicyDocument document) {
    PolicyKey key = document.key();
    current.put(key, document);
    removed.remove(key);
    Deque<PolicyDocument> known =
        revisions.computeIfAbsent(key, k -> new ConcurrentLinkedDeque<>());
    known.addFirst(document);
    if (known.size() > maxRevisions) {
      known.removeLast();
    }
    watchers.tell(new Change.Updated(document));
  }

  /** Removes the current document and tells it; its history stays for a while. */
  void remove(PolicyKey key) {
    PolicyDocument document = current.remove(key);
    if (document == null) {
      return;
    }
    removed.put(key, document.revision());
    if (removed.size() > MAX_FORMER_KEYS) {
      Map.Entry<PolicyKey, Long> oldest = removed.entrySet().iterator().next();
      forgotten = Math.max(forgotten, oldest.getValue());
      revisions.remove(oldest.getKey());
      removed.remove(oldest.getKey());
    }
    watchers.tell(new Change.Removed(key, document.revision()));
  }

  /** Tells that a document cannot be read; false when nobody is there to be told. */
  boolean unreadable(PolicyKey key, String problem) {
    watchers.tell(new Change.Unreadable(key, problem));
    return watchers.any();
  }

  /** Tells a document that is current already: it could not be read for a while. */
  void tellAgain(PolicyDocument document) {
    watchers.tell(new Change.Updated(document));
  }

  /** Tells that what never could be read is gone. */
  void tellRemoved(PolicyKey key) {
    watchers.tell(new Change.Removed(key, nextRevision(key) - 1));
  }

  Watch watch(Consumer<Change> listener) {
    return watchers.add(
        listener,
        action ->
            locked(
                () -> {
                  action.run();
                  return action;
                }));
  }
}
