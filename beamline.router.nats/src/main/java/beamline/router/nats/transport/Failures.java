package beamline.router.nats.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;

/** The faults that the transport reports, each in one place. */
final class Failures {
  private Failures() {}

  static RouterException notConnected(String operation, String subject) {
    return unavailable(operation + " " + subject + ": not connected to NATS");
  }

  static RouterException lost(String operation, String subject) {
    return unavailable(operation + " " + subject + ": the connection was lost before an answer");
  }

  static RouterException draining(String operation, String subject) {
    return unavailable(operation + " " + subject + ": the transport is draining");
  }

  static RouterException noResponders(String subject) {
    return unavailable("request " + subject + ": nobody serves the subject");
  }

  static RouterException noStream(String subject) {
    return unavailable("publish " + subject + ": no stream captures the subject");
  }

  static RouterException closed(String operation, String subject) {
    return unavailable(operation + " " + subject + ": the transport was closed");
  }

  static RouterException overflow(String subject, int limit) {
    return unavailable(
        "publish "
            + subject
            + ": not connected to NATS, and "
            + limit
            + " operations wait already (max-pending-operations)");
  }

  static RouterException expired(String subject, long millis) {
    return unavailable(
        "publish " + subject + ": not connected to NATS for " + millis + " ms (pending-timeout)");
  }

  static RouterException timeout(String operation, String subject, long millis) {
    return new RouterException(
        ErrorCode.TIMEOUT, operation + " " + subject + ": nothing came within " + millis + " ms");
  }

  static RouterException tooLarge(String subject, long bytes, long limit) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "publish " + subject + ": the message has " + bytes + " bytes, must be at most " + limit);
  }

  static RouterException noJetStream(String operation, String subject) {
    return unsuited(operation + " " + subject + ": it needs jetstream.enabled, which is false");
  }

  static RouterException unsuited(String message) {
    return new RouterException(ErrorCode.CONFIGURATION_INVALID, message);
  }

  static RouterException unavailable(String message) {
    return new RouterException(ErrorCode.NATS_UNAVAILABLE, message);
  }

  static RouterException unavailable(String message, Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RouterException(ErrorCode.NATS_UNAVAILABLE, message + ": " + why, cause);
  }
}
