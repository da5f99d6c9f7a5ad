package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorTable;
import beamline.router.api.Explanation;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.spi.ReplyContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReplyTest {

  @Test
  void aRetrySaysHowLongToWait() {
    RouteDecision decision =
        decision(DecisionReason.RETRY)
            .retry(new RetryAdvice("17", 2, 3, Duration.ofMillis(200)))
            .metadata(Map.of("by", "an extension"))
            .build();

    assertThat(metadata(decision, false))
        .isEqualTo(
            Map.of(
                "by",
                "an extension",
                "fallback_rule_id",
                "17",
                "retry_attempt",
                2L,
                "retry_max",
                3L,
                "backoff_ms",
                200L,
                "backoff_applied",
                true));
  }

  @Test
  void aFallbackSaysWhatWasUsedUp() {
    RouteDecision decision =
        decision(DecisionReason.FALLBACK)
            .retry(new RetryAdvice("17", 3, 3, Duration.ZERO))
            .stickyKey("u-1")
            .build();

    assertThat(metadata(decision, false))
        .isEqualTo(
            Map.of(
                "fallback_rule_id",
                "17",
                "retry_attempts_used",
                3L,
                "retry_max",
                3L,
                "fallback_applied",
                true));
    assertThat(part(decision, false, "decision"))
        .containsEntry("fallback_used", true)
        .containsEntry("sticky_key", "u-1")
        .containsEntry("priority", 25L);
  }

  @Test
  void theExplanationComesOnlyWhenAskedFor() {
    RouteDecision decision = explained("weights of 3 providers");

    Map<?, ?> explanation = (Map<?, ?>) metadata(decision, true).get("explanation");

    assertThat(explanation.get("steps")).isEqualTo(List.of("select: weights of 3 providers"));
    assertThat(explanation.get("candidates"))
        .isEqualTo(List.of(Map.of("provider_id", "p", "share", 0.5, "exclusion", "breaker open")));
    assertThat(explanation.get("context")).isEqualTo(Map.of("tenant_id", "acme"));
    assertThat(part(decision, false, "decision")).doesNotContainKey("metadata");
  }

  @Test
  void whatDoesNotFitIsLeftOutTheLeastImportantFirst() {
    String large = "é".repeat(40_000);

    assertThat(metadata(explained(large).toBuilder().metadata(Map.of("a", 1L)).build(), true))
        .isEqualTo(Map.of("a", 1L));
    assertThat(
            part(
                decision(DecisionReason.WEIGHTED).metadata(Map.of("a", large)).build(),
                true,
                "decision"))
        .doesNotContainKey("metadata")
        .containsEntry("provider_id", "p");
    assertThat(part(decision(DecisionReason.STICKY).stickyKey(large).build(), true, "decision"))
        .doesNotContainKey("sticky_key");
    assertThat(part(RouteRejection.of(ErrorCode.INVALID_REQUEST, large), true, "error"))
        .containsEntry("message", "é".repeat(1024) + "...");
    assertThat(
            part(
                RouteRejection.of(ErrorCode.INVALID_REQUEST, "no", Map.of("a", large)),
                true,
                "error"))
        .containsEntry("details", Map.of("reason", "invalid_request"));
  }

  @Test
  void aReplyThatCannotBeMadeSmallerIsAnError() {
    RouteDecision decision =
        RouteDecision.builder("acme", "p", "x".repeat(70_000), DecisionReason.STICKY).build();

    assertThat(part(decision, true, "error")).containsEntry("code", "internal");
  }

  @Test
  void metadataThatIsNestedWithoutEndIsLeftOut() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);

    assertThat(
            part(
                decision(DecisionReason.WEIGHTED).metadata(Map.of("a", endless)).build(),
                true,
                "decision"))
        .doesNotContainKey("metadata");
  }

  @Test
  void numbersThatJsonCannotSayAreZero() {
    RouteDecision decision =
        decision(DecisionReason.WEIGHTED).expected(Double.NaN, Double.POSITIVE_INFINITY).build();

    assertThat(part(decision, true, "decision"))
        .containsEntry("expected_latency_ms", 0L)
        .containsEntry("expected_cost", 0.0);
  }

  private static RouteDecision.Builder decision(DecisionReason reason) {
    return RouteDecision.builder("acme", "default", "p", reason);
  }

  private static RouteDecision explained(String step) {
    RouteDecision decision = decision(DecisionReason.WEIGHTED).build();
    Explanation explanation =
        new Explanation(
            decision,
            "default",
            Optional.of("1.0"),
            List.of(new Explanation.Step("select", step)),
            List.of(new Explanation.Candidate("p", 0.5, Double.NaN, Optional.of("breaker open"))),
            Optional.empty());
    return decision.toBuilder().explanation(explanation).build();
  }

  private static Map<?, ?> metadata(RouteDecision decision, boolean explained) {
    return (Map<?, ?>) part(decision, explained, "decision").get("metadata");
  }

  private static Map<String, Object> part(RouteOutcome outcome, boolean explained, String part) {
    ReplyContext context =
        new ReplyContext(
            Optional.of("r"),
            Optional.empty(),
            Optional.of("acme"),
            ErrorTable.defaults(),
            explained);
    byte[] reply = JsonReply.of(outcome, context);
    assertThat(reply.length).isLessThanOrEqualTo(65_535);
    Map<String, Object> members = new java.util.HashMap<>();
    ((Map<?, ?>) WireCase.object(reply).get(part))
        .forEach((key, value) -> members.put((String) key, value));
    return members;
  }
}
