package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.admin.Permission;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.extension.registry.StoredExtensions;
import beamline.router.engine.policy.ModeChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The registry of extensions as one caller may see and change it; it is the router's as a whole.
 * What the failure of an extension means is a matter of policies, and of who may change these.
 */
final class GuardedExtensions implements ExtensionControl {
  private static final String GET = "get";
  private static final String DELETE = "delete";
  private static final String RELOAD = "reload";

  private final Guard guard;
  private final StoredExtensions extensions;
  private final GuardedPolicies policies;

  GuardedExtensions(Guard guard, StoredExtensions extensions, GuardedPolicies policies) {
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
    guard.require(Permission.EXTENSION_READ, GET, target(id));
    return extensions.get(id);
  }

  @Override
  public ExtensionDocument put(ExtensionDocument document) {
    return change("put", document.id(), () -> extensions.put(document));
  }

  @Override
  public void delete(String id, long revision) {
    Target target = target(id);
    guard.require(Permission.EXTENSION_WRITE, DELETE, target);
    guard.change(
        DELETE,
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
    return policies.edit(policy, new ModeChange(target(extensionId).id(), mode)::in);
  }

  @Override
  public void reload() {
    Target target = Target.extension("");
    guard.require(Permission.EXTENSION_WRITE, RELOAD, target);
    guard.change(
        RELOAD,
        target,
        () -> {
          extensions.reload();
          return true;
        },
        done -> Map.of());
  }

  private ExtensionDocument change(String action, String id, Supplier<ExtensionDocument> change) {
    Target target = target(id);
    guard.require(Permission.EXTENSION_WRITE, action, target);
    record Change(Optional<ExtensionDocument> before, ExtensionDocument after) {}
    return guard
        .change(
            action,
            target,
            () -> new Change(before(id), change.get()),
            done -> RegistryChange.facts(done.before(), done.after()))
        .after();
  }

  /** What cannot be read may be replaced all the same. */
  private Optional<ExtensionDocument> before(String id) {
    try {
      return extensions.get(id);
    } catch (RouterException e) {
      if (e.code() != ErrorCode.EXTENSION_ERROR) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Target target(String id) {
    return Target.extension(ExtensionDocument.of(id, "").id()); // refuses what cannot be an id
  }
}
