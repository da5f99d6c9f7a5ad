package beamline.router.testkit;

import beamline.router.api.ErrorCode;
import java.time.Duration;
import java.util.Objects;

/**
 * What goes wrong with an operation of a {@link FaultyTransport}. The names are those of the wire
 * contract.
 */
public sealed interface Fault {

  /** The operation is not performed and fails with {@code NATS_UNAVAILABLE}, for this reason. */
  static Fault error(String reason) {
    return new Failure(ErrorCode.NATS_UNAVAILABLE, reason);
  }

  /** The operation is not performed, and fails with {@code TIMEOUT} after ten seconds. */
  static Fault timeout() {
    return timeout(Duration.ofSeconds(10));
  }

  /** The operation is not performed, and fails with {@code TIMEOUT} after this time. */
  static Fault timeout(Duration after) {
    return new Silence(after, false);
  }

  /**
   * The operation is performed but its confirmation is lost: it fails with {@code TIMEOUT} after
   * this time. The fault that duplicates come from.
   */
  static Fault lostConfirmation(Duration after) {
    return new Silence(after, true);
  }

  /** The connection breaks, and the operation with it. */
  static Fault closeConnection() {
    return new BrokenConnection();
  }

  /** The operation is performed after this time. */
  static Fault delay(Duration delay) {
    return new Lateness(delay);
  }

  /**
   * It fails at once.
   *
   * @param code the code of the failure
   * @param reason its message
   */
  record Failure(ErrorCode code, String reason) implements Fault {
    public Failure {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Nothing is heard of it.
   *
   * @param after when the caller stops waiting
   * @param performed whether it was performed all the same
   */
  record Silence(Duration after, boolean performed) implements Fault {
    public Silence {
      Objects.requireNonNull(after, "after");
    }
  }

  /** The connection breaks. */
  record BrokenConnection() implements Fault {}

  /**
   * It is late.
   *
   * @param delay by how much
   */
  record Lateness(Duration delay) implements Fault {
    public Lateness {
      Objects.requireNonNull(delay, "delay");
    }
  }
}
