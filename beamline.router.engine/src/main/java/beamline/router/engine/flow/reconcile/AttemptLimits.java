package beamline.router.engine.flow.reconcile;

/** How often a piece of work is assigned, as its policy says. */
@FunctionalInterface
public interface AttemptLimits {
  /** Once, whatever the policy says. */
  AttemptLimits ONE = (tenantId, policyId) -> 1;

  /** Attempts, the first among them, from 1 to 5. */
  int maxAttempts(String tenantId, String policyId);
}
