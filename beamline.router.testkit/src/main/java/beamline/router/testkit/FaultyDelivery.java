package beamline.router.testkit;

import beamline.router.spi.Delivery;
import beamline.router.spi.Message;
import beamline.router.testkit.FaultyTransport.Operation;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A delivery whose answers meet the faults of its transport. */
final class FaultyDelivery implements Delivery {
  private final Delivery behind;
  private final FaultyTransport transport;

  FaultyDelivery(Delivery behind, FaultyTransport transport) {
    this.behind = behind;
    this.transport = transport;
  }

  @Override
  public Message message() {
    return behind.message();
  }

  @Override
  public int deliveryCount() {
    return behind.deliveryCount();
  }

  @Override
  public boolean isLast() {
    return behind.isLast();
  }

  @Override
  public long sequence() {
    return behind.sequence();
  }

  @Override
  public long storedAtMillis() {
    return behind.storedAtMillis();
  }

  @Override
  public CompletionStage<Void> ack() {
    return transport.perform(Operation.ACK, behind::ack);
  }

  @Override
  public CompletionStage<Void> nak(Duration delay) {
    return transport.perform(Operation.NAK, () -> behind.nak(delay));
  }

  @Override
  public CompletionStage<Void> term(String reason) {
    return transport.perform(Operation.ACK, () -> behind.term(reason));
  }

  @Override
  public CompletionStage<Void> inProgress() {
    return behind.inProgress();
  }
}
