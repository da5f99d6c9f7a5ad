package beamline.router.engine.flow.admin;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The replies to the requests that came last, found by message or request id. Keeping one is one
 * array store; looking for one goes through all of them. Safe for concurrent use.
 */
public final class RecentDecisions {
  private static final int SIZE = 4096;
  private static final int MASK = SIZE - 1;

  /** Larger replies are not kept: so all of them together stay below 32 MB. */
  private static final int MAX_BYTES = 8192;

  private final AtomicReferenceArray<@Nullable Kept> ring = new AtomicReferenceArray<>(SIZE);
  private final AtomicInteger next = new AtomicInteger();

  /** None yet. */
  public RecentDecisions() {}

  /** Keeps a reply. */
  public void keep(
      String tenantId, @Nullable String messageId, @Nullable String requestId, byte[] reply) {
    if (reply.length <= MAX_BYTES) {
      ring.lazySet(next.getAndIncrement() & MASK, new Kept(tenantId, messageId, requestId, reply));
    }
  }

  /**
   * The newest reply to a message or request of this id; null when none is known.
   *
   * @param tenantId whose it must be; null for anybody's
   */
  public byte @Nullable [] find(String id, @Nullable String tenantId) {
    int end = next.get();
    for (int i = 1; i <= SIZE; i++) {
      Kept kept = ring.get((end - i) & MASK);
      if (kept != null && kept.is(id) && (tenantId == null || tenantId.equals(kept.tenantId))) {
        return kept.reply;
      }
    }
    return null;
  }

  /** Whether replies to more than one tenant are known by this id. */
  boolean isOfSeveralTenants(String id) {
    String first = null;
    for (int i = 0; i < SIZE; i++) {
      Kept kept = ring.get(i);
      if (kept != null && kept.is(id)) {
        if (first != null && !first.equals(kept.tenantId)) {
          return true;
        }
        first = kept.tenantId;
      }
    }
    return false;
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes to be sent; never compared
  private record Kept(
      String tenantId, @Nullable String messageId, @Nullable String requestId, byte[] reply) {

    private boolean is(String id) {
      return id.equals(messageId) || id.equals(requestId);
    }
  }
}
