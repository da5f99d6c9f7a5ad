package beamline.router.engine.telemetry;

import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;

/** What happened to a connection, told to two. */
final class BothTransports implements TransportTelemetry {
  private final TransportTelemetry first;
  private final TransportTelemetry second;

  private BothTransports(TransportTelemetry first, TransportTelemetry second) {
    this.first = first;
    this.second = second;
  }

  static TransportTelemetry of(TransportTelemetry first, TransportTelemetry second) {
    if (first == TransportTelemetry.NONE) {
      return second;
    }
    return second == TransportTelemetry.NONE ? first : new BothTransports(first, second);
  }

  @Override
  public void stateChanged(Transport.State from, Transport.State to) {
    first.stateChanged(from, to);
    second.stateChanged(from, to);
  }

  @Override
  public void connectAttempted(boolean again) {
    first.connectAttempted(again);
    second.connectAttempted(again);
  }

  @Override
  public void connectFailed(boolean again, String reason) {
    first.connectFailed(again, reason);
    second.connectFailed(again, reason);
  }

  @Override
  public void attemptsExhausted() {
    first.attemptsExhausted();
    second.attemptsExhausted();
  }

  @Override
  public void published(boolean confirmed, long latencyNanos) {
    first.published(confirmed, latencyNanos);
    second.published(confirmed, latencyNanos);
  }

  @Override
  public void publishFailed(boolean confirmed, String subject, String reason) {
    first.publishFailed(confirmed, subject, reason);
    second.publishFailed(confirmed, subject, reason);
  }

  @Override
  public void answered(String answer) {
    first.answered(answer);
    second.answered(answer);
  }

  @Override
  public void answerFailed(String answer, String reason) {
    first.answerFailed(answer, reason);
    second.answerFailed(answer, reason);
  }

  @Override
  public void subscribed(String subject) {
    first.subscribed(subject);
    second.subscribed(subject);
  }

  @Override
  public void subscribeFailed(String subject, String reason) {
    first.subscribeFailed(subject, reason);
    second.subscribeFailed(subject, reason);
  }

  @Override
  public void operationsWaiting(long count) {
    first.operationsWaiting(count);
    second.operationsWaiting(count);
  }

  @Override
  public void operationDropped(String reason) {
    first.operationDropped(reason);
    second.operationDropped(reason);
  }

  @Override
  public void operationResumed() {
    first.operationResumed();
    second.operationResumed();
  }

  @Override
  public void droppedOpen(String subject) {
    first.droppedOpen(subject);
    second.droppedOpen(subject);
  }

  @Override
  public void healthAsked(String status) {
    first.healthAsked(status);
    second.healthAsked(status);
  }
}
