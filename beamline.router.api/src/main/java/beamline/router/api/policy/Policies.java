package beamline.router.api.policy;

import beamline.router.api.RouterException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies that the engine decides by. Calls go to the policy store and may block; decisions
 * never do. Once the engine is closed, they are refused with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN}. Safe for concurrent use.
 */
public interface Policies {

  /**
   * The policy as stored.
   *
   * @throws RouterException with {@link beamline.router.api.ErrorCode#SERVICE_DOWN} when the store
   *     cannot be read
   */
  Optional<PolicyDocument> get(PolicyKey key);

  /** The policies of a tenant, by policy id. */
  List<PolicyDocument> list(String tenantId);

  /**
   * Stores a policy and decides by it from the moment this call returns.
   *
   * @param document its revision must be that of the stored policy, or 0 when there is none
   * @return the document with its new revision, and with what is ignored in it
   * @throws InvalidPolicyException when the document has problems; nothing is changed
   * @throws RouterException with {@link beamline.router.api.ErrorCode#POLICY_CONFLICT} when the
   *     stored revision is another one; the message names both
   */
  PolicyDocument put(PolicyDocument document);

  /**
   * Removes a policy.
   *
   * @param revision the revision that is to be removed
   * @return whether there was such a policy
   * @throws RouterException with {@link beamline.router.api.ErrorCode#POLICY_CONFLICT} when the
   *     stored revision is another one
   */
  boolean delete(PolicyKey key, long revision);

  /** Checks a document without storing it; never throws on bad input. */
  PolicyReport check(PolicyDocument document);

  /** Policies whose newest revision has problems: the last good one, if any, still decides. */
  Map<PolicyKey, List<PolicyProblem>> quarantined();

  /**
   * What a change would mean.
   *
   * @throws RouterException with {@link beamline.router.api.ErrorCode#SERVICE_DOWN} when the engine
   *     is closed
   */
  PolicyAnalysis analysis();
}
