package beamline.router.memory.transport;

import beamline.router.memory.transport.Deadlines.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A message that a durable consumer has delivered and not finished. It keeps the message, so that
 * one that was delivered once is delivered again even when the stream has discarded it. Guarded by
 * the group.
 */
final class OpenMessage {
  private final StoredMessage stored;
  private int deliveries;
  private @Nullable MemoryDelivery out;
  private @Nullable DurableMember holder;
  private @Nullable Deadline timer;

  OpenMessage(StoredMessage stored) {
    this.stored = stored;
  }

  long sequence() {
    return stored.sequence();
  }

  @Nullable Deadline timer() {
    return timer;
  }

  void timer(Deadline next) {
    timer = next;
  }

  /** Delivers it once more. The member stays busy until {@link #comeBack()}. */
  MemoryDelivery handTo(DurableMember member, DurableGroup group) {
    deliveries++;
    MemoryDelivery delivery = new MemoryDelivery(group, member, stored, deliveries);
    out = delivery;
    holder = member;
    member.hold();
    return delivery;
  }

  /** Whether this is the delivery that is waited for. */
  boolean isOut(MemoryDelivery delivery) {
    return out == delivery;
  }

  /** The delivery was answered, or is not waited for any longer. */
  void comeBack() {
    out = null;
    if (holder != null) {
      holder.release();
      holder = null;
    }
  }
}
