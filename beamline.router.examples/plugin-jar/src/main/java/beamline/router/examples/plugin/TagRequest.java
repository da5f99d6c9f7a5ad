package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Adds the {@code config} of its item in the policy to the routing context, where conditions,
 * constraints and sticky keys see it: {@code {"id": "tag_request", "config": {"desk": "claims"}}}.
 */
final class TagRequest implements Extension {

  @Override
  public CompletionStage<Reply> call(Request request) {
    return CompletableFuture.completedFuture(new Reply.Proceed(Map.of(), request.config()));
  }
}
