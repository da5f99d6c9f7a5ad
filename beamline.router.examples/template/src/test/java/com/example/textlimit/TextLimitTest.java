package com.example.textlimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The extension keeps the rules that the router relies on, and does what it is for. */
class TextLimitTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new TextLimit(10_000);
  }

  @Test
  void aMessageWithinTheLimitIsLetThrough() {
    assertEquals(Extension.Reply.proceed(), call(Map.of("max_characters", 5L)).join());
  }

  @Test
  void aLongerOneIsRefusedWithItsLengthAndNotItsText() {
    assertEquals(
        new Extension.Reply.Refuse(
            "the text is too long", Map.of("characters", 5L, "max_characters", 4L)),
        call(Map.of("max_characters", 4L)).join());
  }

  @Test
  void aLimitThatIsNoNumberFailsTheCall() {
    assertTrue(call(Map.of("max_characters", "four")).isCompletedExceptionally());
  }

  private CompletableFuture<Extension.Reply> call(Map<String, Object> config) {
    Map<String, Object> message =
        Map.of("payload", Map.of("text", "hey", "more", List.of("yo", 7L)));
    return create()
        .call(new Extension.Request("acme", "default", "", message, Map.of(), config, 1000))
        .toCompletableFuture();
  }
}
