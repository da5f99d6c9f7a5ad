package beamline.router.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A message delivered by a durable consumer. It is answered once, with {@link #ack()}, {@link
 * #nak(Duration)} or {@link #term(String)}; further answers do nothing. May be answered from any
 * thread.
 */
public interface Delivery {

  /** The message. */
  Message message();

  /** How often it has been delivered, this time included, as the server counts; from 1. */
  int deliveryCount();

  /**
   * Whether it is given up unless this delivery is acknowledged: the durable consumer, as it is on
   * the server, delivers it no more.
   */
  boolean isLast();

  /** Its number in the stream. */
  long sequence();

  /** When the stream stored it, in milliseconds since the epoch. */
  long storedAtMillis();

  /** It is done. Completes when the server was told. */
  CompletionStage<Void> ack();

  /** Not now: deliver it again after this delay. */
  CompletionStage<Void> nak(Duration delay);

  /** Never again, for this reason. */
  CompletionStage<Void> term(String reason);

  /** Still working: start the wait for an answer anew. */
  CompletionStage<Void> inProgress();
}
