package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Refuses requests whose payload contains one of {@code config.words}, in any text at any depth,
 * whatever the case. Says that it did, not what the payload was.
 */
final class BlockWords implements Extension {

  @Override
  public CompletionStage<Reply> call(Request request) {
    if (request.config().get("words") instanceof List<?> words) {
      Object payload = request.payload().getOrDefault("payload", Map.of());
      for (Object word : words) {
        if (contains(payload, String.valueOf(word).toLowerCase(Locale.ROOT))) {
          return CompletableFuture.completedFuture(
              new Reply.Refuse("the payload contains a blocked word", Map.of("word", word)));
        }
      }
    }
    return CompletableFuture.completedFuture(Reply.proceed());
  }

  /** The depth of a message is bounded where it is read, and so is this recursion. */
  private static boolean contains(Object value, String word) {
    if (value instanceof String text) {
      return text.toLowerCase(Locale.ROOT).contains(word);
    }
    if (value instanceof Map<?, ?> members) {
      return anyContains(members.values(), word);
    }
    return value instanceof List<?> items && anyContains(items, word);
  }

  private static boolean anyContains(Collection<?> values, String word) {
    for (Object value : values) {
      if (value != null && contains(value, word)) {
        return true;
      }
    }
    return false;
  }
}
