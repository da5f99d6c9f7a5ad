package beamline.router.engine.flow.ack;

import beamline.router.engine.flow.open.OpenAssignment;

/** Hears once of every acknowledgement. Must not block. */
@FunctionalInterface
public interface AckListener {
  /** Does nothing. */
  AckListener NONE = (assignment, status) -> {};

  /**
   * A worker acknowledged an assignment.
   *
   * @param status {@code accepted}, {@code rejected} or {@code error}
   */
  void acknowledged(OpenAssignment assignment, String status);
}
