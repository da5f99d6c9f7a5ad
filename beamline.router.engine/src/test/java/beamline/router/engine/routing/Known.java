package beamline.router.engine.routing;

import beamline.router.spi.Extension;
import beamline.router.spi.Extension.Reply;
import beamline.router.spi.ExtensionSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Extensions by id, whatever their kind; notes each call. */
final class Known implements ExtensionSource {
  private final Map<String, Extension> extensions = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Extension.Request> last = new ConcurrentHashMap<>();

  Known add(String id, Extension extension) {
    extensions.put(
        id,
        request -> {
          calls.add(id);
          last.put(id, request);
          return extension.call(request);
        });
    return this;
  }

  /** Ids in the order of their calls. */
  List<String> calls() {
    return calls;
  }

  /** What an extension was given last. */
  Extension.Request given(String id) {
    return last.get(id);
  }

  static CompletionStage<Reply> proceed(Map<String, Object> context) {
    return proceed(Map.of(), context);
  }

  static CompletionStage<Reply> proceed(Map<String, Object> payload, Map<String, Object> context) {
    return CompletableFuture.completedFuture(new Reply.Proceed(payload, context));
  }

  static CompletionStage<Reply> refuse(String reason) {
    return CompletableFuture.completedFuture(new Reply.Refuse(reason, Map.of()));
  }

  @Override
  public Optional<Extension> find(String extensionId, Extension.Kind kind) {
    return Optional.ofNullable(extensions.get(extensionId));
  }
}
