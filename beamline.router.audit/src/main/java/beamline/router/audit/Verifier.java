package beamline.router.audit;

import java.io.IOException;

/**
 * Verifies chains, entry by entry, however long they are. Stops at the first thing that is wrong,
 * and looks ahead to tell what was done. Not safe for concurrent use.
 */
public final class Verifier {
  private final KeyRing keys;
  private final Macs macs;
  private final Anchors anchors;

  /**
   * A verifier with keys, of which the one that seals is the newest, and checkpoints that were kept
   * outside the log.
   */
  public Verifier(KeyRing keys, Anchors anchors) {
    this.keys = keys;
    this.macs = new Macs(keys);
    this.anchors = anchors;
  }

  /** Verifies a chain from the first entry there is to the last. */
  public Verification verify(String chain, AuditLog log) throws IOException {
    return new ChainWalk(chain, log, macs, keys, anchors).verify();
  }
}
