package beamline.router.spi;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Extensions that a policy store keeps, as if they were the policies of one tenant. */
final class KeptExtensions implements ExtensionStore {
  private final PolicyStore documents;
  private final String tenantId;

  KeptExtensions(PolicyStore documents, String tenantId) {
    this.documents = documents;
    this.tenantId = tenantId;
  }

  @Override
  public Contents current() {
    List<ExtensionDocument> readable = new ArrayList<>();
    Map<String, String> unreadable = new TreeMap<>();
    for (PolicyChange change : documents.current()) {
      if (!isExtension(change)) {
        continue;
      }
      if (change instanceof PolicyChange.Updated updated) {
        readable.add(extension(updated.document()));
      } else if (change instanceof PolicyChange.Unreadable broken) {
        unreadable.put(broken.key().policyId(), broken.problem());
      }
    }
    return new Contents(readable, unreadable);
  }

  @Override
  public Optional<ExtensionDocument> get(String id) {
    return PolicyKey.isId(id)
        ? named(id, ErrorCode.EXTENSION_ERROR, () -> documents.get(key(id)))
            .map(KeptExtensions::extension)
        : Optional.empty();
  }

  @Override
  public Write put(ExtensionDocument document, long expectedRevision) {
    String id = document.id();
    return write(
        expectedRevision,
        named(
            id,
            ErrorCode.INVALID_REQUEST,
            () ->
                documents.put(PolicyDocument.of(tenantId, id, document.json()), expectedRevision)));
  }

  @Override
  public Write delete(String id, long expectedRevision) {
    return PolicyKey.isId(id)
        ? write(
            expectedRevision,
            named(id, ErrorCode.EXTENSION_ERROR, () -> documents.delete(key(id), expectedRevision)))
        : new Write.Conflict(expectedRevision, 0);
  }

  @Override
  public Watch watch(Runnable listener) {
    return documents.watch(
            change -> {
              if (isExtension(change)) {
                listener.run();
              }
            })
        ::close;
  }

  @Override
  public Optional<String> trouble() {
    return documents.trouble();
  }

  @Override
  public void close() {
    documents.close();
  }

  /** Errors are about extensions. */
  private <T> T named(String id, ErrorCode ofInvalid, Supplier<T> call) {
    try {
      return call.get();
    } catch (RouterException e) {
      throw new RouterException(
          e.code() == ErrorCode.INVALID_POLICY ? ofInvalid : e.code(),
          String.valueOf(e.getMessage()).replace("policy " + key(id), "extension " + id),
          e);
    }
  }

  private static Write write(long expectedRevision, PolicyStore.Write write) {
    if (write instanceof PolicyStore.Write.Done done) {
      return new Write.Done(done.revision());
    }
    return new Write.Conflict(
        expectedRevision,
        write instanceof PolicyStore.Write.Conflict conflict ? conflict.actual() : 0);
  }

  /** The store may have policies of others. */
  private boolean isExtension(PolicyChange change) {
    return change.key().tenantId().equals(tenantId);
  }

  private PolicyKey key(String id) {
    return new PolicyKey(tenantId, id);
  }

  private static ExtensionDocument extension(PolicyDocument document) {
    return new ExtensionDocument(
        document.key().policyId(), document.json(), document.revision(), document.updatedAt());
  }
}
