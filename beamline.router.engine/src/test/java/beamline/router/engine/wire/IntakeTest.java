package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.ErrorTable;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterException;
import beamline.router.api.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
  private static final String GATEWAY =
      "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r-1\",\"trace_id\":\"t-1\","
          + "\"message\":{}}";
  private static final RouteDecision DECISION =
      RouteDecision.builder("acme", "default", "openai:gpt-4o", DecisionReason.WEIGHTED)
          .expected(499.6, 0.01)
          .build();

  private final Intake intake = intake(IntakeRules.DEFAULTS);

  @Test
  void aDecisionIsAnsweredAsTheContractSays() {
    WireMessage reply = intake.exchangeNow(json(GATEWAY), request -> DECISION);

    assertThat(reply.contentType()).isEqualTo(WireMessage.JSON);
    assertThat(text(reply))
        .isEqualTo(
            "{\"ok\":true,\"decision\":{\"provider_id\":\"openai:gpt-4o\",\"priority\":50,"
                + "\"expected_latency_ms\":500,\"expected_cost\":0.01,\"reason\":\"weighted\","
                + "\"policy_id\":\"default\",\"fallback_used\":false},"
                + "\"context\":{\"request_id\":\"r-1\",\"trace_id\":\"t-1\"}}");
  }

  @Test
  void aRefusalCarriesItsReasonAndWhenToTryAgain() {
    RouteRejection refusal =
        RouteRejection.of(ErrorCode.RATE_LIMITED, "tenant acme: too fast", Map.of("limit", 5))
            .retryAfter(Duration.ofMillis(1_001));

    Map<String, Object> reply = body(intake.exchangeNow(json(GATEWAY), request -> refusal));

    assertThat(reply)
        .isEqualTo(
            Map.of(
                "ok",
                false,
                "error",
                Map.of(
                    "code",
                    "rate_limit_exceeded",
                    "message",
                    "tenant acme: too fast",
                    "details",
                    Map.of("limit", 5L, "reason", "rate_limited", "retry_after_seconds", 2L)),
                "context",
                Map.of("request_id", "r-1", "trace_id", "t-1")));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeIsWrittenAsTheErrorTableSays(ErrorCode code) {
    RouteRejection refusal = RouteRejection.of(code, "no");

    Map<?, ?> error = error(intake.exchangeNow(json(GATEWAY), request -> refusal));

    Object intakeCode = ((Map<?, ?>) error.get("details")).get("intake_error_code");
    assertThat(error.get("code")).isEqualTo(code.defaultMapping().wireCode());
    assertThat(error.keySet()).hasSize(3);
    assertThat(intakeCode).isEqualTo(code.isIntakeCode() ? code.name() : null);
  }

  @Test
  void aReplacedErrorTableAppliesAtOnce() {
    ErrorTable table =
        ErrorTable.defaults()
            .with(ErrorCode.NO_PROVIDER_AVAILABLE, new ErrorMapping("nobody", 14, 503, true));
    Intake replaced = new Intake(IntakeRules.DEFAULTS, List.of(), () -> table);
    RouteRejection refusal = RouteRejection.of(ErrorCode.NO_PROVIDER_AVAILABLE, "none");

    Map<?, ?> error = error(replaced.exchangeNow(json(GATEWAY), request -> refusal));

    assertThat(error.get("code")).isEqualTo("nobody");
  }

  @Test
  void aFaultOfTheEngineIsAnsweredWithoutItsText() {
    WireMessage thrown =
        intake.exchangeNow(
            json(GATEWAY),
            request -> {
              throw new IllegalStateException("secret");
            });
    WireMessage failed =
        intake
            .exchange(
                json(GATEWAY),
                request -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
            .toCompletableFuture()
            .join();

    assertThat(error(thrown).get("code")).isEqualTo("internal");
    assertThat(text(thrown)).doesNotContain("secret").contains("r-1");
    assertThat(text(failed)).isEqualTo(text(thrown));
  }

  @Test
  void aKnownFaultKeepsItsCodeAndTellsNoDetails() {
    WireMessage reply =
        intake
            .exchange(
                json(GATEWAY),
                request -> {
                  throw new RouterException(ErrorCode.SERVICE_DOWN, "10.0.0.7 is away");
                })
            .toCompletableFuture()
            .join();

    assertThat(error(reply).get("code")).isEqualTo("unavailable");
    assertThat(error(reply).get("message")).isEqualTo("the router is not serving");
  }

  @Test
  void aRequestIsDecidedAsynchronously() {
    CompletableFuture<RouteOutcome> decided = new CompletableFuture<>();
    CompletableFuture<WireMessage> reply =
        intake.exchange(json(GATEWAY), request -> decided).toCompletableFuture();

    assertThat(reply).isNotDone();
    decided.complete(DECISION);

    assertThat(body(reply.join())).containsEntry("ok", true);
  }

  @Test
  void callersWithHeadersGetHeadersAndNoForgedOnes() {
    WireMessage request =
        new WireMessage(
            "",
            Map.of("Traceparent", "00-1-2-01", "tenant_id", "acme"),
            bytes(GATEWAY.replace("t-1", "t\\r\\nx: 1")));

    WireMessage reply = intake.exchangeNow(request, given -> DECISION);

    assertThat(reply.headers())
        .isEqualTo(Map.of("version", "1", "tenant_id", "acme", "traceparent", "00-1-2-01"));
    assertThat(intake.exchangeNow(json(GATEWAY), given -> DECISION).headers()).isEmpty();
  }

  @Test
  void theSizeIsCheckedBeforeAnythingIsParsed() {
    Intake small = intake(new IntakeRules(100, 64, 1000, 0, true, false, true, List.of()));
    String request = "{\"request_id\":\"r-9\",\"x\":" + "[".repeat(500);

    Map<?, ?> error = error(small.exchangeNow(json(request), given -> DECISION));

    assertThat(error.get("message"))
        .isEqualTo("Schema validation failed: message has 524 bytes, must be at most 100");
    assertThat(text(small.exchangeNow(json(request), given -> DECISION))).contains("r-9");
  }

  @Test
  void anIdFarAwayInBrokenBytesIsNotSearchedFor() {
    String request = "{\"x\":\"" + "y".repeat(20_000) + "\",\"request_id\":\"r-9\"";

    Map<String, Object> reply = body(intake.exchangeNow(json(request), given -> DECISION));

    assertThat(reply).containsEntry("context", Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"request_id", "trace_id", "run_id", "message.message_id"})
  void anIdThatIsTooLongIsNamedWithItsLength(String name) {
    String id = name.substring(name.indexOf('.') + 1);
    String member = "\"" + id + "\":\"" + "i".repeat(70_000) + "\"";
    String request =
        name.equals(id)
            ? "{\"tenant_id\":\"acme\"," + member + ",\"message\":{}}"
            : "{\"tenant_id\":\"acme\",\"message\":{" + member + "}}";

    Map<?, ?> error = error(intake.exchangeNow(json(request), given -> DECISION));

    assertThat(error.get("message")).isEqualTo(name + " has 70000 bytes, must be at most 1024");
  }

  @Test
  void theLongestIdIsRepeatedWhateverBecomesOfTheRequest() {
    String id = "é".repeat(512);
    String request = GATEWAY.replace("r-1", id);
    String twoBytesMore = GATEWAY.replace("r-1", id + "é");

    for (String given : List.of(request, request.replace("{}}", ""), twoBytesMore)) {
      assertThat(text(intake.exchangeNow(json(given), ignored -> DECISION))).contains(id);
    }
    assertThat(ok(intake, request)).isTrue();
    assertThat(ok(intake, twoBytesMore)).isFalse();
  }

  @Test
  void aSmallestPayloadAppliesToTasksOnly() {
    Intake strict = intake(new IntakeRules(1000, 64, 1000, 10, true, false, true, List.of()));
    String task =
        "{\"version\":\"1\",\"tenant_id\":\"a\",\"request_id\":\"r\",\"task\":{\"type\":\"t\","
            + "\"payload\":%s}}";

    Map<?, ?> error =
        error(strict.exchangeNow(json(task.formatted("{\"n\": 12}")), given -> DECISION));

    assertThat(error.get("message")).isEqualTo("task.payload has 9 bytes, must be at least 10");
    assertThat(error.get("details")).isEqualTo(Map.of("intake_error_code", "PAYLOAD_TOO_SMALL"));
    assertThat(ok(strict, task.formatted("{\"n\": 123}"))).isTrue();
    assertThat(ok(strict, task.formatted("[]"))).isTrue();
    assertThat(ok(strict, GATEWAY)).isTrue();
  }

  @Test
  void aVersionMayBeSaidByTheSubjectAlone() {
    Intake served = intake(new IntakeRules(1000, 64, 1000, 0, false, false, true, List.of()));
    String task =
        "{\"tenant_id\":\"a\",\"request_id\":\"r\",\"task\":{\"type\":\"t\",\"payload\":1}}";

    assertThat(ok(served, task)).isTrue();
    assertThat(ok(intake, task)).isFalse();
    assertThat(ok(served, task.replace("{\"tenant", "{\"version\":\"2\",\"tenant"))).isFalse();
  }

  @Test
  void strictCorrelationAsksForTheDocumentedForms() {
    Intake strict = intake(new IntakeRules(1000, 64, 1000, 0, true, true, true, List.of()));
    String run =
        "{\"tenant_id\":\"a\",\"message\":{},\"run_id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\","
            + "\"flow_id\":\"3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f\",\"step_id\":\"%s\"}";
    String trace = "{\"tenant_id\":\"a\",\"message\":{},\"trace_id\":\"%s\"}";

    assertThat(ok(strict, run.formatted("01ARZ3NDEKTSV4RRFFQ69G5FAW"))).isTrue();
    assertThat(ok(strict, run.formatted("01arz3ndektsv4rrffq69g5faw"))).isFalse();
    assertThat(ok(strict, run.formatted(""))).isFalse();
    assertThat(ok(strict, trace.formatted("4bf92f3577b34da6a3ce929d0e0e4736"))).isTrue();
    assertThat(ok(strict, trace.formatted("3f2b8c1e-7d44-1f6a-9b0e-0a1b2c3d4e5f"))).isFalse();
    assertThat(ok(strict, trace.formatted("t-1"))).isFalse();
    assertThat(ok(intake, trace.formatted("t-1"))).isTrue();
  }

  @Test
  void explanationsCanBeForbidden() {
    Intake silent = intake(new IntakeRules(1000, 64, 1000, 0, true, false, false, List.of()));
    String request = "{\"tenant_id\":\"a\",\"message\":{},\"explain\":true}";

    Reading reading = silent.read(json(request));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Accepted.class, accepted -> assertThat(accepted.request().traced()).isFalse());
  }

  private static Intake intake(IntakeRules rules) {
    return new Intake(rules, List.of(), ErrorTable::defaults);
  }

  private static boolean ok(Intake intake, String request) {
    return (boolean) body(intake.exchangeNow(json(request), given -> DECISION)).get("ok");
  }

  private static WireMessage json(String text) {
    return WireMessage.json(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(WireMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> body(WireMessage message) {
    return WireCase.object(message.body());
  }

  private static Map<?, ?> error(WireMessage message) {
    return (Map<?, ?>) body(message).get("error");
  }
}
