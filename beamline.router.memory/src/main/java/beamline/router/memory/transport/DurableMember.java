package beamline.router.memory.transport;

import beamline.router.spi.Delivery;
import beamline.router.spi.Transport;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One subscription of a durable consumer. It fetches a message when it is free, so that nothing
 * waits here that another member could do.
 */
final class DurableMember implements Transport.Subscription {
  private static final System.Logger LOG = System.getLogger(DurableMember.class.getName());

  /** One message a turn: members share fairly, however short the handler. */
  private static final int BURST = 1;

  private final DurableGroup group;
  private final Consumer<Delivery> handler;
  private final Workshop workshop;
  private final SerialRunner runner;
  private final Gate gate = new Gate();

  DurableMember(DurableGroup group, Consumer<Delivery> handler, Workshop workshop) {
    this.group = group;
    this.handler = handler;
    this.workshop = workshop;
    this.runner = workshop.runner(BURST, this::handleOne);
  }

  void wake() {
    runner.wake();
  }

  /** A delivery is out with this member: the drain waits for it. */
  void hold() {
    gate.hold();
  }

  void release() {
    gate.leave();
  }

  /** Whether answers no longer reach the stream. */
  boolean isCut() {
    return workshop.isClosed();
  }

  /** Takes no more; completes when every delivery was handled, and answered or given up. */
  CompletionStage<Void> drain() {
    CompletionStage<Void> emptied = gate.shut();
    group.leave(this);
    return emptied;
  }

  /** Ends it. Deliveries that are out may still be answered; else they go to another member. */
  @Override
  public void close() {
    gate.shut();
    group.leave(this);
  }

  private boolean handleOne() {
    if (!gate.enter()) {
      return false;
    }
    try {
      MemoryDelivery delivery = group.poll(this);
      if (delivery == null) {
        return false;
      }
      handle(delivery);
      return true;
    } finally {
      gate.leave();
    }
  }

  private void handle(MemoryDelivery delivery) {
    try {
      handler.accept(delivery);
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "the handler of " + group.subject() + " failed", e);
    }
  }
}
