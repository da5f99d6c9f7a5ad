package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An extension that has its answer at once: it computes, and waits for nothing. */
interface Immediate extends Extension {

  /**
   * The answer.
   *
   * @throws IllegalArgumentException when the configuration or the message cannot be used; the call
   *     fails with it
   */
  Reply answer(Request request);

  @Override
  default CompletionStage<Reply> call(Request request) {
    try {
      return CompletableFuture.completedFuture(answer(request));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
