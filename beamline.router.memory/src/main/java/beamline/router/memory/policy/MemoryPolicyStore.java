package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Policies in the heap. A write returns after everybody who watches has been told. */
final class MemoryPolicyStore implements PolicyStore {
  private final PolicyTable table;
  private final LongSupplier epochMillis;

  MemoryPolicyStore(int maxRevisions, LongSupplier epochMillis) {
    this.table = new PolicyTable(maxRevisions);
    this.epochMillis = epochMillis;
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return table.get(key);
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return table.list(tenantId);
  }

  @Override
  public List<PolicyChange> current() {
    return table.current();
  }

  @Override
  public Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    return table.locked(
        () -> {
          PolicyKey key = document.key();
          long actual = table.get(key).map(PolicyDocument::revision).orElse(0L);
          if (actual != expectedRevision) {
            return new Write.Conflict(expectedRevision, actual);
          }
          if (actual == 0 && !table.hasRoom(key.tenantId(), maxPolicies)) {
            return new Write.Full(maxPolicies);
          }
          long revision = table.nextRevision(key);
          Instant now = Instant.ofEpochMilli(epochMillis.getAsLong());
          table.store(new PolicyDocument(key, document.json(), revision, now));
          return new Write.Done(revision);
        });
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    return table.locked(
        () -> {
          long actual = table.get(key).map(PolicyDocument::revision).orElse(0L);
          if (actual == 0) {
            return new Write.Absent();
          }
          if (actual != expectedRevision) {
            return new Write.Conflict(expectedRevision, actual);
          }
          table.remove(key, actual);
          return new Write.Done(actual);
        });
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    return table.history(key, limit);
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    return table.watch(listener);
  }
}
