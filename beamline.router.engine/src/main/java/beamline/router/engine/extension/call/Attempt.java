package beamline.router.engine.extension.call;

import beamline.router.spi.Extension;
import java.util.concurrent.CompletionStage;

/** A call that is ready to be made, once or again. */
@FunctionalInterface
public interface Attempt {

  /**
   * Makes it. The stage completes within the time: with {@link
   * java.util.concurrent.TimeoutException} when nothing came, with {@link CallFailure} or something
   * else when it failed.
   */
  CompletionStage<Extension.Reply> within(long timeoutMillis);
}
