package beamline.router.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a subject is consumed durably.
 *
 * @param durable the consumer's name: members of the same name share the deliveries and resume
 *     where they stopped
 * @param subject the subject to consume, wildcards allowed
 * @param ackWait how long a delivery may stay unanswered before it is delivered again
 * @param maxDeliver how often a message is delivered at most, 1 or more
 * @param backoff how long to wait before each redelivery that was not answered; the last entry
 *     repeats; may be empty
 * @param maxInFlight how many deliveries may be unanswered at a time, 1 or more
 */
public record DurableConsumer(
    String durable,
    String subject,
    Duration ackWait,
    int maxDeliver,
    List<Duration> backoff,
    int maxInFlight) {

  public DurableConsumer {
    Objects.requireNonNull(durable, "durable");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(ackWait, "ackWait");
    backoff = List.copyOf(backoff);
    if (maxDeliver < 1 || maxInFlight < 1) {
      throw new IllegalArgumentException(
          "maxDeliver and maxInFlight are "
              + maxDeliver
              + " and "
              + maxInFlight
              + ", must be 1 or more");
    }
  }
}
