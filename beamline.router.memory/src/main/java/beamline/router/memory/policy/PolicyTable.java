package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.memory.watch.Watchers;
import beamline.router.spi.PolicyStore.Watch;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What is current and some of what was, of every key, and who watches it. Reading takes no lock. A
 * change is made and told under one lock, so that everybody hears of changes in the order in which
 * they were made.
 */
final class PolicyTable {
  private static final int MAX_FORMER_KEYS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<PolicyKey, PolicyDocument> current = new ConcurrentSkipListMap<>();
  private final Map<PolicyKey, Deque<PolicyChange>> histories = new ConcurrentHashMap<>();

  /** What took the place of documents, or of nothing, and cannot be read. */
  private final Map<PolicyKey, PolicyChange.Unreadable> unreadable = new ConcurrentHashMap<>();

  private final Watchers<PolicyChange> watchers = new Watchers<>("policies", lock);
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

  /** The current document; fails when that cannot be read. */
  Optional<PolicyDocument> get(PolicyKey key) {
    unreadable(key)
        .ifPresent(
            broken -> {
              throw broken.toException();
            });
    return lastReadable(key);
  }

  /** The current document, or the last one before what cannot be read. */
  Optional<PolicyDocument> lastReadable(PolicyKey key) {
    return Optional.ofNullable(current.get(key));
  }

  /** What is there now, if it cannot be read. */
  Optional<PolicyChange.Unreadable> unreadable(PolicyKey key) {
    return Optional.ofNullable(unreadable.get(key));
  }

  List<PolicyDocument> list(String tenantId) {
    return PolicyKey.isId(tenantId)
        ? of(tenantId).filter(document -> !unreadable.containsKey(document.key())).toList()
        : List.of();
  }

  /** Whether the tenant has fewer policies than it may have. */
  boolean hasRoom(String tenantId, int maxPolicies) {
    return of(tenantId).limit(maxPolicies).count() < maxPolicies;
  }

  private Stream<PolicyDocument> of(String tenantId) {
    return current.tailMap(new PolicyKey(tenantId, "-")).values().stream()
        .takeWhile(document -> document.key().tenantId().equals(tenantId));
  }

  /** How all policies are now, by key. */
  List<PolicyChange> current() {
    NavigableMap<PolicyKey, PolicyChange> all = new TreeMap<>();
    current.forEach((key, document) -> all.put(key, new PolicyChange.Updated(document)));
    all.putAll(unreadable);
    return List.copyOf(all.values());
  }

  /** What became of a key, newest first, as far as it is remembered here. */
  List<PolicyChange> history(PolicyKey key, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    Deque<PolicyChange> known = histories.get(key);
    return Stream.concat(unreadable(key).stream(), known == null ? Stream.empty() : known.stream())
        .limit(limit)
        .toList();
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
    unreadable.remove(key);
    removed.remove(key);
    happened(new PolicyChange.Updated(document));
  }

  /**
   * Removes what there is of a key and tells it; its history stays for a while.
   *
   * @param revision that of the last document; 0 if there never was one
   */
  void remove(PolicyKey key, long revision) {
    current.remove(key);
    unreadable.remove(key);
    if (revision == 0) {
      watchers.tell(new PolicyChange.Removed(key, revision));
      return;
    }
    removed.put(key, revision);
    if (removed.size() > MAX_FORMER_KEYS) {
      Map.Entry<PolicyKey, Long> oldest = removed.entrySet().iterator().next();
      forgotten = Math.max(forgotten, oldest.getValue());
      histories.remove(oldest.getKey());
      removed.remove(oldest.getKey());
    }
    happened(new PolicyChange.Removed(key, revision));
  }

  private void happened(PolicyChange change) {
    Deque<PolicyChange> known =
        histories.computeIfAbsent(change.key(), key -> new ConcurrentLinkedDeque<>());
    known.addFirst(change);
    if (known.size() > maxRevisions) {
      known.removeLast();
    }
    watchers.tell(change);
  }

  /** Tells that what is there now cannot be read. */
  void breaks(PolicyChange.Unreadable change) {
    unreadable.put(change.key(), change);
    watchers.tell(change);
  }

  /** Tells the last document again: what was there for a while could not be read. */
  void recovers(PolicyDocument document) {
    unreadable.remove(document.key());
    watchers.tell(new PolicyChange.Updated(document));
  }

  Watch watch(Consumer<PolicyChange> listener) {
    return watchers.add(listener)::run;
  }
}
