package beamline.router.grpc;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store without policies that fails as it is told to, as one does whose database is away. */
final class TroubledPolicies implements PolicyStore {
  private volatile RuntimeException trouble = new IllegalStateException("not told yet");

  void trouble(RuntimeException now) {
    trouble = now;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble.getMessage());
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    throw trouble;
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return List.of();
  }

  @Override
  public List<PolicyChange> current() {
    return List.of();
  }

  @Override
  public Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    throw trouble;
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    throw trouble;
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    return List.of();
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    return () -> {};
  }

  @Override
  public void close() {}
}
