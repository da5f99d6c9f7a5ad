package beamline.router.grpc;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A store of one policy that nobody may change, and that lists it only once it is released. */
final class HeldPolicies implements PolicyStore {
  private final PolicyDocument document;
  private final CountDownLatch released = new CountDownLatch(1);

  HeldPolicies(PolicyDocument document) {
    this.document = document;
  }

  void release() {
    released.countDown();
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return key.equals(document.key()) ? Optional.of(document) : Optional.empty();
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return List.of(document);
  }

  @Override
  public List<PolicyChange> current() {
    return List.of(new PolicyChange.Updated(document));
  }

  @Override
  public Write put(PolicyDocument changed, long expectedRevision, int maxPolicies) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    return current();
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
