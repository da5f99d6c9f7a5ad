package beamline.router.spi;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work in a trace, from {@link Tracing}. Every method does nothing by default, must not
 * block and must not throw. Attributes are set before {@link #end}, which is called once; what is
 * called after it does nothing. May be handed from thread to thread, but is used by one at a time.
 */
public interface Span {
  /** Nobody looks. */
  Span NONE = new Span() {};

  /** What a piece of work is to the trace. */
  enum Kind {
    /** Work within the process. */
    INTERNAL,
    /** Answers a remote request. */
    SERVER,
    /** Waits for a remote answer. */
    CLIENT,
    /** Publishes a message. */
    PRODUCER,
    /** Handles a message. */
    CONSUMER
  }

  /** Whether attributes are kept: what is costly to make is made only when this holds. */
  default boolean isRecording() {
    return false;
  }

  /**
   * Begins a span below this one. Below one that is not recorded nothing is: the child is {@link
   * #NONE}, or one that only tells the trace on as not sampled.
   */
  default Span child(String name, Kind kind) {
    return NONE;
  }

  /** Sets an attribute; an absent value sets none. */
  default void attribute(String name, @Nullable String value) {}

  /** Sets an attribute. */
  default void attribute(String name, long value) {}

  /** Sets an attribute. */
  default void attribute(String name, double value) {}

  /** Sets an attribute. */
  default void attribute(String name, boolean value) {}

  /**
   * Links this span to the one that these headers of a message tell; to none when they tell none.
   *
   * @param headers as {@link Tracing#begin(String, Kind, Map)} reads them
   */
  default void link(Map<String, String> headers) {}

  /**
   * Gives the headers, W3C {@code traceparent} and, if there is one, {@code tracestate}, that make
   * what receives them go on with this trace. A trace that is not sampled is told on as such.
   */
  default void inject(BiConsumer<String, String> headers) {}

  /**
   * The work failed.
   *
   * @param type what kind of fault, from a bounded set, such as the name of an error code
   * @param detail for people; no secrets
   */
  default void failed(String type, String detail) {}

  /** The work has ended. */
  default void end() {}
}
