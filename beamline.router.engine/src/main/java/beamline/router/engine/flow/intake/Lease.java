package beamline.router.engine.flow.intake;

import java.util.UUID;

/**
 * The right to work on the request of an idempotency key. Ended once, by {@link #complete} or
 * {@link #abort}.
 */
interface Lease {

  /** The id of the assignment, the same for every node that ever holds the lease. */
  UUID assignmentId();

  /** Duplicates at this node may have this answer from now on. */
  void answered(byte[] reply);

  /** All is done: duplicates get this answer, at every node and for the time of the key. */
  void complete(byte[] reply);

  /**
   * Nothing came of it: the next request with this key begins anew.
   *
   * @param reply what those get that have been waiting for it
   */
  void abort(byte[] reply);
}
