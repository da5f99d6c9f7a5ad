package beamline.router.engine.flow.consume;

import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps deliveries that ask for something unknown as long as this node does not know what its
 * streams hold; once it stops, they are for another node. Safe for concurrent use.
 */
public final class UntilCurrent {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final BooleanSupplier current;
  private final DeliveryAnswers answers;
  private final Duration look;
  private volatile boolean stopped;

  /**
   * Keeps deliveries of this consumer.
   *
   * @param current whether the node knows what its streams hold
   */
  public UntilCurrent(BooleanSupplier current, DeliveryAnswers answers, DurableConsumer consumer) {
    this.current = current;
    this.answers = answers;
    Duration half = consumer.ackWait().dividedBy(2);
    this.look = half.compareTo(LOOK) < 0 ? half : LOOK;
  }

  /** Whether it was kept, to be handled anew after a while, or is left to another node. */
  public boolean keeps(Delivery delivery, Runnable handle) {
    if (stopped) {
      answers.later(delivery, LOOK);
    } else if (!current.getAsBoolean()) {
      answers.hold(delivery, look, handle);
    } else {
      return false;
    }
    return true;
  }

  /** From now on they are left to other nodes. */
  public void stop() {
    stopped = true;
  }
}
