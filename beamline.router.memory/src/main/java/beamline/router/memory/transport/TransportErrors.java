package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;

/** The faults that the transport reports, each in one place. */
final class TransportErrors {
  private TransportErrors() {}

  static RouterException notConnected(String operation, String subject) {
    return unavailable(operation + " " + subject + ": the transport is not connected");
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

  static RouterException closed(String what) {
    return unavailable(what + ": the transport was closed");
  }

  static RouterException timeout(String what, long millis) {
    return new RouterException(ErrorCode.TIMEOUT, what + ": nothing came within " + millis + " ms");
  }

  static RouterException tooManyRequests(String subject, int limit) {
    return new RouterException(
        ErrorCode.SERVICE_OVERLOADED,
        "request " + subject + ": " + limit + " requests already wait for a reply");
  }

  static RouterException tooLarge(String subject, long bytes, long limit) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "publish " + subject + ": the message has " + bytes + " bytes, must be at most " + limit);
  }

  private static RouterException unavailable(String message) {
    return new RouterException(ErrorCode.NATS_UNAVAILABLE, message);
  }
}
