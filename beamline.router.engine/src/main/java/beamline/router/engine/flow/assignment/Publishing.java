package beamline.router.engine.flow.assignment;

/** One assignment that somebody wants to publish. */
public interface Publishing {

  /** What to publish: asked once, when there is a place for it. */
  Assignment prepare();

  /** It was stored, or could not be. Must not block. */
  void ended(boolean stored);
}
