package beamline.router.micrometer;

import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;

/** The meters of {@link TransportMetric}. */
final class TransportMeters implements TransportTelemetry {
  private static final String INBOX = "_INBOX."; // one per requester

  private final Ledger ledger;

  TransportMeters(Ledger ledger) {
    this.ledger = ledger;
    ledger.set(TransportMetric.OPERATIONS_WAITING, 0);
    ledger.set(TransportMetric.OPERATIONS_RETRIED, 0);
    ledger.set(TransportMetric.OPERATIONS_RESUMED, 0);
    ledger.set(TransportMetric.OPERATIONS_FAILED, 0);
  }

  /** Without a connection there is no status: where none is to be, nobody is to be alarmed. */
  @Override
  public void stateChanged(Transport.State from, Transport.State to) {
    ledger.set(TransportMetric.CONNECTION_STATUS, status(to));
    if (to == Transport.State.CONNECTED) {
      ledger.count(TransportMetric.ESTABLISHED);
      if (from == Transport.State.RECONNECTING) {
        ledger.count(TransportMetric.RESTORED);
      }
    } else if (to == Transport.State.RECONNECTING) {
      ledger.count(TransportMetric.LOST);
    }
  }

  @Override
  public void connectAttempted(boolean again) {
    if (again) {
      ledger.count(TransportMetric.RECONNECT_ATTEMPTS);
    }
  }

  @Override
  public void connectFailed(boolean again, String reason) {
    String label = reason(reason);
    if (again) {
      ledger.count(TransportMetric.RECONNECT_FAILURES, label);
    } else {
      ledger.count(TransportMetric.CONNECT_FAILURES, label);
      ledger.count(TransportMetric.CONNECTION_FAILURES, label);
    }
  }

  @Override
  public void attemptsExhausted() {
    ledger.count(TransportMetric.RECONNECTION_EXHAUSTED);
  }

  @Override
  public void published(boolean confirmed, long latencyNanos) {
    ledger.count(confirmed ? TransportMetric.PUBLISHED_WITH_ACK : TransportMetric.PUBLISHED);
    ledger.count(TransportMetric.PUBLISH_ATTEMPTS, "success");
    if (confirmed) {
      ledger.record(TransportMetric.PUBLISH_LATENCY, Meters.seconds(latencyNanos));
    }
  }

  @Override
  public void publishFailed(boolean confirmed, String subject, String reason) {
    ledger.count(
        confirmed ? TransportMetric.PUBLISH_WITH_ACK_FAILURES : TransportMetric.PUBLISH_FAILURES,
        reason(reason),
        subject(subject));
    ledger.count(TransportMetric.PUBLISH_ATTEMPTS, "error");
    ledger.count(TransportMetric.PUBLISH_ERRORS, reason(reason));
  }

  @Override
  public void answered(String answer) {
    switch (answer) {
      case "ack" -> ledger.count(TransportMetric.ACKED);
      case "nak" -> ledger.count(TransportMetric.NAKED);
      default -> {}
    }
  }

  @Override
  public void answerFailed(String answer, String reason) {
    switch (answer) {
      case "ack" -> ledger.count(TransportMetric.ACK_FAILURES, reason(reason));
      case "nak" -> ledger.count(TransportMetric.NAK_FAILURES, reason(reason));
      default -> {}
    }
  }

  @Override
  public void subscribed(String subject) {
    ledger.count(TransportMetric.SUBSCRIBED);
  }

  @Override
  public void subscribeFailed(String subject, String reason) {
    ledger.count(TransportMetric.SUBSCRIBE_FAILURES, reason(reason), subject(subject));
  }

  @Override
  public void operationsWaiting(long count) {
    ledger.set(TransportMetric.OPERATIONS_WAITING, (double) count);
  }

  @Override
  public void operationDropped(String reason) {
    ledger.add(TransportMetric.OPERATIONS_RETRIED, 1);
    ledger.add(TransportMetric.OPERATIONS_FAILED, 1);
    ledger.count(TransportMetric.OPERATIONS_DROPPED, reason(reason));
  }

  @Override
  public void operationResumed() {
    ledger.add(TransportMetric.OPERATIONS_RETRIED, 1);
    ledger.add(TransportMetric.OPERATIONS_RESUMED, 1);
  }

  @Override
  public void droppedOpen(String subject) {
    ledger.count(TransportMetric.DROPPED_OPEN, subject(subject));
  }

  @Override
  public void healthAsked(String status) {
    ledger.count(TransportMetric.HEALTH_CHECKS, reason(status));
  }

  void messageDropped(String subject) {
    ledger.count(TransportMetric.MESSAGES_DROPPED, subject(subject));
  }

  private static double status(Transport.State state) {
    return switch (state) {
      case CONNECTED -> 1;
      case CONNECTING, RECONNECTING -> .5;
      case DISCONNECTED -> 0;
    };
  }

  private String reason(String reason) {
    return ledger.labels().reasons().of(reason);
  }

  private String subject(String subject) {
    return subject.startsWith(INBOX) ? "_INBOX" : ledger.labels().busSubjects().of(subject);
  }
}
