package beamline.router.api.policy;

import beamline.router.api.RouterException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
   * @throws RouterException with {@link beamline.router.api.ErrorCode#INVALID_POLICY} when what is
   *     stored cannot be read; the message says with which revision it can be replaced
   * @throws RouterException with {@link beamline.router.api.ErrorCode#SERVICE_DOWN} when the store
   *     cannot be read
   */
  Optional<PolicyDocument> get(PolicyKey key);

  /** The policies of a tenant that can be read, by policy id. */
  List<PolicyDocument> list(String tenantId);

  /**
   * What became of a policy, newest first: its former and current revisions, its removals, and what
   * cannot be read. How far back is the store's own choice.
   *
   * @param limit how many changes at most, 1 or more
   */
  List<PolicyChange> history(PolicyKey key, int limit);

  /**
   * Stores a policy and decides by it from the moment this call returns.
   *
   * @param document its revision must be that of the stored policy, readable or not, or 0 when
   *     there is none
   * @return the document with its new revision, and with what is ignored in it
   * @throws InvalidPolicyException when the document has problems; nothing is changed
   * @throws RouterException with {@link beamline.router.api.ErrorCode#QUOTA_EXCEEDED} when the
   *     document has more rules or providers than a policy may have, or the tenant more policies
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

  /**
   * Stores the text of a former revision as a new one, and decides by it from the moment this call
   * returns.
   *
   * @param toRevision the revision whose text is to be in force again
   * @param expectedRevision the revision that must be stored now; 0 when the policy is deleted
   * @return the document with its new revision
   * @throws RouterException with {@link beamline.router.api.ErrorCode#POLICY_NOT_FOUND} when the
   *     store does not have that revision any more, else as {@link #put} does
   */
  PolicyDocument rollback(PolicyKey key, long toRevision, long expectedRevision);

  /**
   * Stores the policies of a folder, {@link PolicyPaths tenant/policy.json}. All of them are
   * checked first: when one is invalid nothing is changed. Policies that the folder does not have
   * stay.
   *
   * @throws UncheckedIOException when the folder cannot be read
   */
  PolicyTransfer importFrom(Path folder);

  /** Says what {@link #importFrom} would do, and changes nothing. */
  PolicyTransfer tryImport(Path folder);

  /**
   * Writes all policies of the store into a folder, as {@link #importFrom} reads them. Creates what
   * is missing, replaces what differs, each file as a whole, and leaves alone all other files. A
   * policy that cannot be read is {@linkplain PolicyTransfer.Outcome#INVALID named} and not
   * written.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  PolicyTransfer exportTo(Path folder);

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
