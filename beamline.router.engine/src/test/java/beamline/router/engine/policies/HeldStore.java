package beamline.router.engine.policies;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private final NavigableMap<PolicyKey, List<PolicyChange>> histories = new TreeMap<>();
  private final List<Consumer<PolicyChange>> listeners = new CopyOnWriteArrayList<>();
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

  void tell(PolicyChange change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** Somebody else stores a text; nobody is told. */
  synchronized PolicyDocument store(String tenantId, String policyId, String json) {
    PolicyKey key = new PolicyKey(tenantId, policyId);
    PolicyDocument document = new PolicyDocument(key, json, ++last, Instant.ofEpochMilli(last));
    happened(new PolicyChange.Updated(document));
    return document;
  }

  /** Somebody else stores what cannot be read; nobody is told. */
  synchronized PolicyChange.Unreadable corrupt(PolicyKey key, String problem) {
    return happened(new PolicyChange.Unreadable(key, ++last, problem));
  }

  /** Somebody else removes it; nobody is told. */
  synchronized PolicyChange.Removed remove(PolicyKey key) {
    return happened(new PolicyChange.Removed(key, ++last));
  }

  private <T extends PolicyChange> T happened(T change) {
    histories.computeIfAbsent(change.key(), k -> new ArrayList<>()).add(0, change);
    return change;
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
    return newest(key).flatMap(PolicyChange::document);
  }

  private Optional<PolicyChange> newest(PolicyKey key) {
    return histories.getOrDefault(key, List.of()).stream().findFirst();
  }

  @Override
  public synchronized List<PolicyDocument> list(String tenantId) {
    return all().stream().filter(document -> document.key().tenantId().equals(tenantId)).toList();
  }

  @Override
  public synchronized List<PolicyChange> current() {
    asked();
    List<PolicyChange> current =
        histories.values().stream()
            .map(history -> history.get(0))
            .filter(change -> !(change instanceof PolicyChange.Removed))
            .toList();
    beforeReading.run();
    return current;
  }

  @Override
  public synchronized Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    asked();
    long actual = revision(document.key());
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
    long actual = revision(key);
    if (actual == 0) {
      return new Write.Absent();
    }
    remove(key);
    return new Write.Done(actual);
  }

  private long revision(PolicyKey key) {
    return newest(key)
        .filter(change -> !(change instanceof PolicyChange.Removed))
        .map(PolicyChange::revision)
        .orElse(0L);
  }

  @Override
  public synchronized List<PolicyChange> history(PolicyKey key, int limit) {
    asked();
    return histories.getOrDefault(key, List.of()).stream().limit(limit).toList();
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Optional<String> trouble() {
    return failures.get() > 0 ? Optional.of("the test's store is down") : Optional.empty();
  }
}
