package beamline.router.nats.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.PolicyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Extensions in a bucket that is looked after like that of policies, as if of one tenant. */
final class NatsExtensionStore implements ExtensionStore {
  private static final String TENANT = "extensions";

  private final PolicyStore bucket;

  NatsExtensionStore(PolicyStore bucket) {
    this.bucket = bucket;
  }

  @Override
  public Contents current() {
    List<ExtensionDocument> documents = new ArrayList<>();
    Map<String, String> unreadable = new TreeMap<>();
    for (PolicyChange change : bucket.current()) {
      if (!isExtension(change)) {
        continue;
      }
      if (change instanceof PolicyChange.Updated updated) {
        documents.add(extension(updated.document()));
      } else if (change instanceof PolicyChange.Unreadable broken) {
        unreadable.put(broken.key().policyId(), broken.problem());
      }
    }
    return new Contents(documents, unreadable);
  }

  @Override
  public Optional<ExtensionDocument> get(String id) {
    return PolicyKey.isId(id)
        ? named(id, ErrorCode.EXTENSION_ERROR, () -> bucket.get(key(id)))
            .map(NatsExtensionStore::extension)
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
            () -> bucket.put(PolicyDocument.of(TENANT, id, document.json()), expectedRevision)));
  }

  @Override
  public Write delete(String id, long expectedRevision) {
    return PolicyKey.isId(id)
        ? write(
            expectedRevision,
            named(id, ErrorCode.EXTENSION_ERROR, () -> bucket.delete(key(id), expectedRevision)))
        : new Write.Conflict(expectedRevision, 0);
  }

  @Override
  public Watch watch(Runnable listener) {
    return bucket.watch(
            change -> {
              if (isExtension(change)) {
                listener.run();
              }
            })
        ::close;
  }

  @Override
  public Optional<String> trouble() {
    return bucket.trouble();
  }

  @Override
  public void close() {
    bucket.close();
  }

  /** Errors are about extensions. */
  private static <T> T named(String id, ErrorCode ofInvalid, Supplier<T> call) {
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

  /** Somebody may have written other keys into the bucket. */
  private static boolean isExtension(PolicyChange change) {
    return change.key().tenantId().equals(TENANT);
  }

  private static PolicyKey key(String id) {
    return new PolicyKey(TENANT, id);
  }

  private static ExtensionDocument extension(PolicyDocument document) {
    return new ExtensionDocument(
        document.key().policyId(), document.json(), document.revision(), document.updatedAt());
  }
}
