package beamline.router.memory.transport;

import beamline.router.spi.Delivery;
import beamline.router.spi.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One delivery of a stored message; its first answer counts. */
final class MemoryDelivery implements Delivery {
  private static final CompletionStage<Void> TOLD = CompletableFuture.completedStage(null);

  private final DurableGroup group;
  private final DurableMember member;
  private final StoredMessage stored;
  private final int deliveryCount;
  private final AtomicBoolean answered = new AtomicBoolean();

  MemoryDelivery(
      DurableGroup group, DurableMember member, StoredMessage stored, int deliveryCount) {
    this.group = group;
    this.member = member;
    this.stored = stored;
    this.deliveryCount = deliveryCount;
  }

  @Override
  public Message message() {
    return stored.message();
  }

  @Override
  public int deliveryCount() {
    return deliveryCount;
  }

  @Override
  public boolean isLast() {
    return group.isLast(deliveryCount);
  }

  @Override
  public long sequence() {
    return stored.sequence();
  }

  @Override
  public long storedAtMillis() {
    return stored.storedAtMillis();
  }

  @Override
  public CompletionStage<Void> ack() {
    return answer("ack", () -> group.finish(this));
  }

  @Override
  public CompletionStage<Void> nak(Duration delay) {
    return answer("nak", () -> group.retry(this, delay));
  }

  @Override
  public CompletionStage<Void> term(String reason) {
    return answer("term", () -> group.finish(this));
  }

  @Override
  public CompletionStage<Void> inProgress() {
    if (member.isCut()) {
      return notConnected("inProgress");
    }
    if (!answered.get()) {
      group.extend(this);
    }
    return TOLD;
  }

  private CompletionStage<Void> answer(String kind, Runnable action) {
    if (member.isCut()) {
      return notConnected(kind);
    }
    if (answered.compareAndSet(false, true)) {
      action.run();
    }
    return TOLD;
  }

  private CompletionStage<Void> notConnected(String kind) {
    return CompletableFuture.failedStage(
        TransportErrors.notConnected(kind, stored.message().subject()));
  }
}
