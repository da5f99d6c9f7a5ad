package beamline.router.engine.policies;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A store in the hands of a test: it is down when the test says so, and tells of changes only what
 * the test tells.
 */
final class HeldStore implements PolicyStore {
  private final NavigableMap<PolicyKey, List<PolicyDocument>> revisions = new TreeMap<>();
  private final Map<PolicyKey, Long> current = new TreeMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private long last;
  private volatile Runnable beforeReading = () -> {};
  private volatile Runnable afterWriting = () -> {};

  /** Fails so many calls. */
  HeldStore down(int times) {
    failures.set(times);
    return this;
  }

  /** Fails all calls from now on. */
  void down() {
    down(Integer.MAX_VALUE);
  }

  void up() {
    down(0);
  }

  /** Does something while it is about to answer what all policies are. */
  void beforeReading(Runnable action) {
    beforeReading = action;
  }

  /** Does something as soon as it has stored what it was given. */
  void afterWriting(Runnable action) {
    afterWriting = action;
  }

  /** How often it was asked something. */
  int calls() {
    return calls.get();
  }

  void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** Somebody else stores a text; nobody is told. */
  synchronized PolicyDocument store(String tenantId, String policyId, String json) {
    PolicyKey key = new PolicyKey(tenantId, policyId);
    PolicyDocument document = new PolicyDocument(key, json, ++last, Instant.ofEpochMilli(last));
    revisions.computeIfAbsent(key, k -> new ArrayList<>()).add(0, document);
    current.put(key, last);
    return document;
  }

  /** It is there no more, or cannot be read; its history can. */
  synchronized void hide(String tenantId, String policyId) {
    current.remove(new PolicyKey(tenantId, policyId));
  }

  private void asked() {
    calls.incrementAndGet();
    if (failures.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1))
        > 0) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, "the test's store is down");
    }
  }

  @Override
  public synchronized Optional<PolicyDocument> get(PolicyKey key) {
    asked();
    return current(key);
  }

  private Optional<PolicyDocument> current(PolicyKey key) {
    return current.containsKey(key) ? Optional.of(revisions.get(key).get(0)) : Optional.empty();
  }

  @Override
  public synchronized List<PolicyDocument> list(String tenantId) {
    return all().stream().filter(document -> document.key().tenantId().equals(tenantId)).toList();
  }

  @Override
  public synchronized List<PolicyDocument> all() {
    asked();
    List<PolicyDocument> all =
        current.keySet().stream().map(key -> revisions.get(key).get(0)).toList();
    beforeReading.run();
    return all;
  }

  @Override
  public synchronized Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    asked();
    long actual = current.getOrDefault(document.key(), 0L);
    if (actual != expectedRevision) {
      return new Write.Conflict(expectedRevision, actual);
    }
    PolicyKey key = document.key();
    long revision = store(key.tenantId(), key.policyId(), document.json()).revision();
    afterWriting.run();
    return new Write.Done(revision);
  }

  @Override
  public synchronized Write delete(PolicyKey key, long expectedRevision) {
    asked();
    Long actual = current.remove(key);
    return actual == null ? new Write.Absent() : new Write.Done(actual);
  }

  @Override
  public synchronized List<PolicyDocument> history(PolicyKey key, int limit) {
    asked();
    return revisions.getOrDefault(key, List.of()).stream().limit(limit).toList();
  }

  @Override
  public Watch watch(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Optional<String> trouble() {
    return failures.get() > 0 ? Optional.of("the test's store is down") : Optional.empty();
  }
}
