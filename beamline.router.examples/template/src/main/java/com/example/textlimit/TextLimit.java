package com.example.textlimit;

import beamline.router.spi.Extension;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Refuses messages whose texts have more characters, all together, than {@code
 * config.max_characters} of the policy allows.
 */
final class TextLimit implements Extension {
  private final long defaultLimit;

  TextLimit(long defaultLimit) {
    this.defaultLimit = defaultLimit;
  }

  @Override
  public CompletionStage<Reply> call(Request request) {
    if (!(request.config().getOrDefault("max_characters", defaultLimit) instanceof Number limit)) {
      // A failed call, not a refusal: the policy says what becomes of that.
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("config.max_characters must be a number"));
    }
    long characters = characters(request.payload().get("payload"));
    return CompletableFuture.completedFuture(
        characters <= limit.longValue()
            ? Reply.proceed()
            : new Reply.Refuse(
                "the text is too long",
                Map.of("characters", characters, "max_characters", limit.longValue())));
  }

  /** The depth of a message is bounded by the router, and so is this recursion. */
  private static long characters(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof Map<?, ?> members) {
      return characters(members.values());
    }
    return value instanceof List<?> items ? characters(items) : 0;
  }

  private static long characters(Collection<?> values) {
    return values.stream().mapToLong(TextLimit::characters).sum();
  }
}
