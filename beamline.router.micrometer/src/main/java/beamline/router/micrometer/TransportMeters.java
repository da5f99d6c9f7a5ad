package beamline.router.micrometer;

import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of {@link TransportMetric}. */
final class TransportMeters implements TransportTelemetry {
  private static final String INBOX = "_INBOX."; // one per requester

  private final Labels labels;
  private final Counters<TransportMetric> counters;
  private final DistributionSummary publishLatency;
  private final AtomicLong resumed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile Transport.State state = Transport.State.DISCONNECTED;
  private volatile long waiting;

  TransportMeters(Meters meters, Labels labels) {
    this.labels = labels;
    counters = new Counters<>(meters, TransportMetric.class);
    publishLatency = meters.latency(TransportMetric.PUBLISH_LATENCY);
    meters.gauge(TransportMetric.CONNECTION_STATUS, this, it -> status(it.state));
    meters.gauge(TransportMetric.OPERATIONS_WAITING, this, it -> it.waiting);
    meters.gauge(
        TransportMetric.OPERATIONS_RETRIED, this, it -> it.resumed.get() + it.dropped.get());
    meters.gauge(TransportMetric.OPERATIONS_RESUMED, this, it -> it.resumed.get());
    meters.gauge(TransportMetric.OPERATIONS_FAILED, this, it -> it.dropped.get());
  }

  @Override
  public void stateChanged(Transport.State from, Transport.State to) {
    state = to;
    if (to == Transport.State.CONNECTED) {
      counters.increment(TransportMetric.ESTABLISHED);
      if (from == Transport.State.RECONNECTING) {
        counters.increment(TransportMetric.RESTORED);
      }
    } else if (to == Transport.State.RECONNECTING) {
      counters.increment(TransportMetric.LOST);
    }
  }

  @Override
  public void connectAttempted(boolean again) {
    if (again) {
      counters.increment(TransportMetric.RECONNECT_ATTEMPTS);
    }
  }

  @Override
  public void connectFailed(boolean again, String reason) {
    String label = reason(reason);
    if (again) {
      counters.increment(TransportMetric.RECONNECT_FAILURES, label);
    } else {
      counters.increment(TransportMetric.CONNECT_FAILURES, label);
      counters.increment(TransportMetric.CONNECTION_FAILURES, label);
    }
  }

  @Override
  public void attemptsExhausted() {
    counters.increment(TransportMetric.RECONNECTION_EXHAUSTED);
  }

  @Override
  public void published(boolean confirmed, long latencyNanos) {
    counters.increment(confirmed ? TransportMetric.PUBLISHED_WITH_ACK : TransportMetric.PUBLISHED);
    counters.increment(TransportMetric.PUBLISH_ATTEMPTS, "success");
    if (confirmed) {
      publishLatency.record(Meters.seconds(latencyNanos));
    }
  }

  @Override
  public void publishFailed(boolean confirmed, String subject, String reason) {
    counters.increment(
        confirmed ? TransportMetric.PUBLISH_WITH_ACK_FAILURES : TransportMetric.PUBLISH_FAILURES,
        reason(reason),
        subject(subject));
    counters.increment(TransportMetric.PUBLISH_ATTEMPTS, "error");
    counters.increment(TransportMetric.PUBLISH_ERRORS, reason(reason));
  }

  @Override
  public void answered(String answer) {
    switch (answer) {
      case "ack" -> counters.increment(TransportMetric.ACKED);
      case "nak" -> counters.increment(TransportMetric.NAKED);
      default -> {}
    }
  }

  @Override
  public void answerFailed(String answer, String reason) {
    switch (answer) {
      case "ack" -> counters.increment(TransportMetric.ACK_FAILURES, reason(reason));
      case "nak" -> counters.increment(TransportMetric.NAK_FAILURES, reason(reason));
      default -> {}
    }
  }

  @Override
  public void subscribed(String subject) {
    counters.increment(TransportMetric.SUBSCRIBED);
  }

  @Override
  public void subscribeFailed(String subject, String reason) {
    counters.increment(TransportMetric.SUBSCRIBE_FAILURES, reason(reason), subject(subject));
  }

  @Override
  public void operationsWaiting(long count) {
    waiting = count;
  }

  @Override
  public void operationDropped(String reason) {
    dropped.incrementAndGet();
    counters.increment(TransportMetric.OPERATIONS_DROPPED, reason(reason));
  }

  @Override
  public void operationResumed() {
    resumed.incrementAndGet();
  }

  @Override
  public void droppedOpen(String subject) {
    counters.increment(TransportMetric.DROPPED_OPEN, subject(subject));
  }

  void messageDropped(String subject) {
    counters.increment(TransportMetric.MESSAGES_DROPPED, subject(subject));
  }

  private static double status(Transport.State state) {
    return switch (state) {
      case CONNECTED -> 1;
      case CONNECTING, RECONNECTING -> .5;
      case DISCONNECTED -> 0;
    };
  }

  private String reason(String reason) {
    return labels.reasons().of(reason);
  }

  private String subject(String subject) {
    return subject.startsWith(INBOX) ? "_INBOX" : labels.busSubjects().of(subject);
  }
}
