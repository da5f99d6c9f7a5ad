package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.admin.Permission;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.extension.registry.StoredExtensions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The registry of extensions as one caller may see and change it; it is the router's as a whole.
 * What an extension means to a policy is changed as the policy is. The audit log has revisions
 * only: a configuration may hold secrets.
 */
final class GuardedExtensions implements ExtensionControl {
  private final Guard guard;
  private final StoredExtensions extensions;
  private final Policies policies;

  /** With the policies of the same caller. */
  GuardedExtensions(Guard guard, StoredExtensions extensions, Policies policies) {
    this.guard = guard;
    this.extensions = extensions;
    this.policies = policies;
  }

  @Override
  public List<ExtensionDocument> all() {
    guard.require(Permission.EXTENSION_READ, "list", Target.extension(""));
    return extensions.all();
  }

  @Override
  public Optional<ExtensionDocument> get(String id) {
    guard.require(Permission.EXTENSION_READ, "get", target(id));
    return extensions.get(id);
  }

  @Override
  public ExtensionDocument put(ExtensionDocument document) {
    return change("put", document.id(), () -> extensions.put(document));
  }

  @Override
  public void delete(String id, long revision) {
    Target target = target(id);
    guard.require(Permission.EXTENSION_WRITE, "delete", target);
    guard.change(
        "delete",
        target,
        () -> {
          extensions.delete(id, revision);
          return revision;
        },
        deleted -> Map.of("revision", deleted));
  }

  @Override
  public ExtensionDocument enable(String id, boolean enabled) {
    return change(enabled ? "enable" : "disable", id, () -> extensions.enable(id, enabled));
  }

  @Override
  public ExtensionDocument rollOut(String id, String versionJson) {
    return change("roll_out", id, () -> extensions.rollOut(id, versionJson));
  }

  @Override
  public ExtensionDocument rollBack(String id, String version) {
    return change("roll_back", id, () -> extensions.rollBack(id, version));
  }

  @Override
  public PolicyDocument mode(PolicyKey policy, String extensionId, ExtensionMode mode) {
    PolicyDocument stored =
        policies
            .get(policy)
            .orElseThrow(
                () ->
                    new RouterException(
                        ErrorCode.POLICY_NOT_FOUND, "policy " + policy + " does not exist"));
    String changed = ModeChange.in(stored, extensionId, mode);
    return policies.put(new PolicyDocument(policy, changed, stored.revision(), stored.updatedAt()));
  }

  @Override
  public void reload() {
    Target all = Target.extension("");
    guard.require(Permission.EXTENSION_WRITE, "reload", all);
    extensions.reload();
    guard.tell("reload", all, Map.of());
  }

  private ExtensionDocument change(String action, String id, Supplier<ExtensionDocument> change) {
    Target target = target(id);
    guard.require(Permission.EXTENSION_WRITE, action, target);
    return guard.change(action, target, change, stored -> Map.of("revision", stored.revision()));
  }

  /** Refuses what cannot be an id: it is not to be written down. */
  private static Target target(String id) {
    return Target.extension(ExtensionDocument.of(id, "{}").id());
  }
}
