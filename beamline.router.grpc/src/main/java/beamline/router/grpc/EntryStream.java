package beamline.router.grpc;

import beamline.router.api.admin.AuditPage;
import beamline.router.api.admin.Grant;
import beamline.router.grpc.v1.AuditEntry;
import beamline.router.grpc.v1.ReadEntriesRequest;
import beamline.router.grpc.v1.ReadEntriesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends entries of a chain to one caller, a part at a time, when it has taken the one before, and
 * last where to go on. No thread waits for it meanwhile, and others have their turn between two
 * parts. Between them it is also looked whether the caller is still there, and what it may see.
 */
final class EntryStream {
  /** So many entries are held for a caller that does not read. */
  static final int PART = 50;

  private static final int DEFAULT_LIMIT = 1000;
  private static final int MAX_LIMIT = 100_000;

  private final AdminCalls calls;
  private final ErrorStatus errors;
  private final ServerCallStreamObserver<ReadEntriesResponse> caller;
  private final ReadEntriesRequest request;

  /** How often there was something to do since nothing was; 0 while nobody does anything. */
  private final AtomicInteger signals = new AtomicInteger();

  private long next;
  private int left;

  EntryStream(
      AdminCalls calls,
      ErrorStatus errors,
      ServerCallStreamObserver<ReadEntriesResponse> caller,
      ReadEntriesRequest request) {
    this.calls = calls;
    this.errors = errors;
    this.caller = caller;
    this.request = request;
  }

  /** The caller's handlers of the end of the call have to be set before. */
  void begin() {
    try {
      next = first(request.getFromIndex());
      left = Fields.range("limit", request.getLimit(), 0, MAX_LIMIT);
    } catch (RuntimeException e) {
      caller.onError(errors.of(e));
      return;
    }
    left = left == 0 ? DEFAULT_LIMIT : left;
    caller.setOnReadyHandler(this::wake);
    wake();
  }

  private static long first(long fromIndex) {
    if (fromIndex < 0) {
      throw Fields.invalid("from_index", fromIndex, "0 or more");
    }
    return Math.max(1, fromIndex);
  }

  private void wake() {
    if (signals.getAndIncrement() == 0) {
      calls.take(caller, this::work);
    }
  }

  private void work() {
    int seen = signals.get();
    if (caller.isCancelled() || (caller.isReady() && !sendPart())) {
      return; // and is not woken any more
    }
    if (caller.isReady() || !signals.compareAndSet(seen, 0)) {
      calls.take(caller, this::work);
    }
  }

  /** Whether there may be more. */
  private boolean sendPart() {
    try {
      int part = Math.min(left, PART);
      AuditPage page =
          calls.administration().audit().entries(request.getChain(), next, part, tenant());
      page.entries().forEach(entry -> caller.onNext(message(entry)));
      left = page.nextIndex() == next ? 0 : left - part;
      next = page.nextIndex();
    } catch (RuntimeException e) {
      caller.onError(errors.of(e));
      return false;
    }
    if (left == 0) {
      caller.onNext(ReadEntriesResponse.newBuilder().setNextIndex(next).build());
      caller.onCompleted();
    }
    return left > 0;
  }

  private String tenant() {
    String tenant = request.getTenantId();
    return tenant.isEmpty() ? Grant.ALL_TENANTS : Fields.tenantOrAll("tenant_id", tenant);
  }

  private static ReadEntriesResponse message(beamline.router.api.admin.AuditEntry entry) {
    return ReadEntriesResponse.newBuilder()
        .setEntry(
            AuditEntry.newBuilder()
                .setChain(entry.chain())
                .setIndex(entry.index())
                .setForm(entry.form())
                .setKeyId(entry.keyId())
                .setPreviousMac(entry.previousMac())
                .setMac(entry.mac())
                .setBody(entry.body()))
        .build();
  }
}
