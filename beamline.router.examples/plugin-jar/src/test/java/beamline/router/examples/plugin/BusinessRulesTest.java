package beamline.router.examples.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Extension;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class BusinessRulesTest {
  private static final String TUESDAY_NOON = "2026-03-03T12:00:00Z";

  @Test
  void extensionsAreFoundByIdAndKind() {
    BusinessRules rules = rulesAt(TUESDAY_NOON, "UTC");
    assertThat(rules.find("tag_request", Extension.Kind.PRE)).isPresent();
    assertThat(rules.find("business_hours", Extension.Kind.VALIDATOR)).isPresent();
    assertThat(rules.find("block_words", Extension.Kind.VALIDATOR)).isPresent();
    assertThat(rules.find("tag_request", Extension.Kind.VALIDATOR)).isEmpty();
    assertThat(rules.find("block_words", Extension.Kind.POST)).isEmpty();
    assertThat(rules.find("unknown", Extension.Kind.PRE)).isEmpty();
  }

  @Test
  void tagsGoIntoTheContext() throws Exception {
    Extension.Reply reply =
        call("tag_request", Extension.Kind.PRE, Map.of(), Map.of("desk", "claims"));
    assertThat(reply).isEqualTo(new Extension.Reply.Proceed(Map.of(), Map.of("desk", "claims")));
  }

  @Test
  void blockedWordsAreFoundAtAnyDepthInAnyCase() throws Exception {
    Map<String, Object> config = Map.of("words", List.of("Secret"));
    Map<String, Object> hidden = Map.of("a", List.of(1, Map.of("b", "top sECRET!")));
    assertThat(call("block_words", Extension.Kind.VALIDATOR, Map.of("payload", hidden), config))
        .isEqualTo(
            new Extension.Reply.Refuse(
                "the payload contains a blocked word", Map.of("word", "Secret")));
    assertThat(
            call(
                "block_words",
                Extension.Kind.VALIDATOR,
                Map.of("payload", Map.of("secret", "harmless")),
                config))
        .isEqualTo(Extension.Reply.proceed());
    assertThat(call("block_words", Extension.Kind.VALIDATOR, Map.of(), Map.of()))
        .isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void businessHoursAreThoseOfTheZone() throws Exception {
    assertThat(atHours("2026-03-03T08:59:59Z", "UTC")).isInstanceOf(Extension.Reply.Refuse.class);
    assertThat(atHours("2026-03-03T09:00:00Z", "UTC")).isEqualTo(Extension.Reply.proceed());
    assertThat(atHours("2026-03-03T17:00:00Z", "UTC")).isInstanceOf(Extension.Reply.Refuse.class);
    assertThat(atHours("2026-03-03T08:59:59Z", "Europe/Berlin"))
        .isEqualTo(Extension.Reply.proceed());
    assertThat(atHours("2026-03-07T12:00:00Z", "UTC"))
        .isEqualTo(
            new Extension.Reply.Refuse(
                "closed: open Monday to Friday, 09:00 to 17:00 UTC",
                Map.of("from", "09:00", "to", "17:00", "zone", "UTC")));
  }

  @Test
  void aTimeThatCannotBeReadFailsTheCall() {
    CompletionStage<Extension.Reply> reply =
        rulesAt(TUESDAY_NOON, "UTC")
            .find("business_hours", Extension.Kind.VALIDATOR)
            .orElseThrow()
            .call(request(Map.of(), Map.of("from", "nine")));
    assertThat(reply.toCompletableFuture())
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(DateTimeParseException.class);
  }

  private static Extension.Reply atHours(String instant, String zone) throws Exception {
    return rulesAt(instant, zone)
        .find("business_hours", Extension.Kind.VALIDATOR)
        .orElseThrow()
        .call(request(Map.of(), Map.of()))
        .toCompletableFuture()
        .get();
  }

  private static Extension.Reply call(
      String id, Extension.Kind kind, Map<String, Object> message, Map<String, Object> config)
      throws Exception {
    return rulesAt(TUESDAY_NOON, "UTC")
        .find(id, kind)
        .orElseThrow()
        .call(request(message, config))
        .toCompletableFuture()
        .get();
  }

  private static BusinessRules rulesAt(String instant, String zone) {
    return new BusinessRules(() -> Instant.parse(instant).toEpochMilli(), ZoneId.of(zone));
  }

  private static Extension.Request request(
      Map<String, Object> message, Map<String, Object> config) {
    return new Extension.Request("acme", "default", "", message, Map.of(), config, 1000);
  }
}
