package beamline.router.engine.extension;

/** Takes note of what a step found. */
@FunctionalInterface
public interface StepListener {

  /** A step found this. */
  void step(String name, String text);
}
