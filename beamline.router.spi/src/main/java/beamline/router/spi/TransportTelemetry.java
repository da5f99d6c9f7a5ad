package beamline.router.spi;

/**
 * What happened to the connection of a transport. Every method does nothing by default, must not
 * block and must not throw.
 */
public interface TransportTelemetry {
  /** Nobody listens. */
  TransportTelemetry NONE = new TransportTelemetry() {};

  /** The connection has another state. */
  default void stateChanged(Transport.State from, Transport.State to) {}

  /** A try to connect or reconnect begins. */
  default void connectAttempted(boolean again) {}

  /** A try to connect or reconnect failed. */
  default void connectFailed(boolean again, String reason) {}

  /** The configured number of attempts was used up; it goes on trying. */
  default void attemptsExhausted() {}

  /**
   * A message was handed over, or stored when it was to be confirmed.
   *
   * @param confirmed whether a confirmation was asked for
   */
  default void published(boolean confirmed, long latencyNanos) {}

  /** A message could not be published. */
  default void publishFailed(boolean confirmed, String subject, String reason) {}

  /**
   * A delivery was answered.
   *
   * @param answer {@code ack}, {@code nak}, {@code term} or {@code in_progress}
   */
  default void answered(String answer) {}

  /** An answer to a delivery could not be sent. */
  default void answerFailed(String answer, String reason) {}

  /** A subscription was made. */
  default void subscribed(String subject) {}

  /** A subscription could not be made. */
  default void subscribeFailed(String subject, String reason) {}

  /** How many operations wait for the connection. */
  default void operationsWaiting(long count) {}

  /**
   * An operation that waited was not carried out.
   *
   * @param reason {@code overflow}, {@code expired}, {@code failed} or {@code closed}
   */
  default void operationDropped(String reason) {}

  /** An operation that waited was carried out. */
  default void operationResumed() {}

  /** A message was dropped without an error, because failing open is configured. */
  default void droppedOpen(String subject) {}

  /**
   * Somebody asked how the bus is.
   *
   * @param status {@code up}, {@code degraded} or {@code down}
   */
  default void healthAsked(String status) {}
}
