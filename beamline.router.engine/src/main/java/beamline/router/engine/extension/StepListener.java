package beamline.router.engine.extension;

import beamline.router.spi.Span;

/** Takes note of what a step found. */
@FunctionalInterface
public interface StepListener {

  /** A step found this. */
  void step(String name, String text);

  /** The span below which the calls of extensions are. */
  default Span span() {
    return Span.NONE;
  }
}
