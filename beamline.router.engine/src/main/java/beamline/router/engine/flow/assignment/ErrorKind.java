package beamline.router.engine.flow.assignment;

import beamline.router.api.RouterException;
import java.util.Locale;
import java.util.concurrent.CompletionException;

/** Why a publication failed, in the words of the routing contract (6.6). */
public enum ErrorKind {
  /** Nothing confirmed it in time. */
  TIMEOUT,
  /** The connection is closed for good. */
  CONNECTION_FAILED,
  /** There is no connection, or no stream. */
  NATS_UNAVAILABLE,
  /** The message cannot be published at all. */
  INVALID_FORMAT,
  /** Anything else. */
  UNKNOWN_ERROR;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As a label of a counter. */
  public String label() {
    return label;
  }

  /** Whether another attempt can succeed. */
  public boolean isRetryable() {
    return this != INVALID_FORMAT;
  }

  /** The kind of this fault. */
  public static ErrorKind of(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    if (!(cause instanceof RouterException known)) {
      return UNKNOWN_ERROR;
    }
    return switch (known.code()) {
      case TIMEOUT, DEADLINE_EXCEEDED -> TIMEOUT;
      case NATS_UNAVAILABLE -> NATS_UNAVAILABLE;
      case SERVICE_DOWN -> CONNECTION_FAILED;
      case INVALID_REQUEST -> INVALID_FORMAT;
      default -> UNKNOWN_ERROR;
    };
  }
}
