package beamline.router.api.admin;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.List;
import java.util.Optional;

/**
 * The registry of extensions: which there are, where they are called, and which version serves
 * whom. A change counts for the next decision on this node when the call returns, on other nodes as
 * soon as they hear of it; no decision finds the registry half changed. Safe for concurrent use.
 *
 * <p>Every method throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN} when the extension store cannot be reached. Those
 * that change something throw it with {@link beamline.router.api.ErrorCode#INVALID_REQUEST} when
 * the result could not be registered, which names what is wrong, with {@link
 * beamline.router.api.ErrorCode#EXTENSION_NOT_FOUND} when there is no such extension or version,
 * and with {@link beamline.router.api.ErrorCode#POLICY_CONFLICT} when somebody else changed the
 * same at the same time.
 */
public interface ExtensionControl {

  /** What is registered, by id; also what cannot be in force since it is not valid. */
  List<ExtensionDocument> all();

  /** What is registered under an id. */
  Optional<ExtensionDocument> get(String id);

  /**
   * Registers an extension, or changes it as a whole.
   *
   * @param document what to store; its revision is the one that must be stored now, 0 for none
   * @return what is stored, with its new revision
   */
  ExtensionDocument put(ExtensionDocument document);

  /**
   * Removes an extension.
   *
   * @param revision the revision that must be stored now
   */
  void delete(String id, long revision);

  /**
   * Lets an extension be called, or not: calls of one that is not enabled fail at once, which means
   * what the mode of the policy says.
   *
   * @return what is stored
   */
  ExtensionDocument enable(String id, boolean enabled);

  /**
   * Adds a version, or changes the one of the same name, which is the newest then.
   *
   * @param versionJson an object: {@code version}, {@code routing_rules}, and what differs from the
   *     extension itself, such as {@code subject}; {@code enabled} unless it says otherwise
   * @return what is stored
   */
  ExtensionDocument rollOut(String id, String versionJson);

  /**
   * Takes a version out of service: whom it served, another version serves that is for them, else
   * the extension itself.
   *
   * @return what is stored
   */
  ExtensionDocument rollBack(String id, String version);

  /**
   * Changes in a policy what the failure of an extension means there.
   *
   * @param mode {@link ExtensionMode#REQUIRED} or {@link ExtensionMode#OPTIONAL} for a pre- or
   *     post-processor, else one of validators
   * @return the policy as it is stored
   */
  PolicyDocument mode(PolicyKey policy, String extensionId, ExtensionMode mode);

  /** Reads the store again, for one whose changes are not followed. */
  void reload();
}
