package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteRejection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a request that its extensions refuse leaves behind, and who cannot get around them. */
class PipelineRefusalTest {
  private static final String TWO_PROBES =
      ",'circuit_breaker':{'enabled':true,'failure_threshold':3,'success_threshold':2,"
          + "'timeout_ms':5000,'half_open_max_calls':2,'minimum_calls':10}}";

  @Test
  void aProbeOfADecisionThatIsRefusedAfterTheChoiceComesBack() {
    AtomicBoolean refuses = new AtomicBoolean(true);
    Known known =
        new Known()
            .add("post", request -> refuses.get() ? Known.refuse("no") : Known.proceed(Map.of()));
    String policy = "{'providers':['a'],'post':[{'id':'post','mode':'required'}]" + TWO_PROBES;
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      halfOpen(router);
      for (int i = 0; i < 2; i++) {
        assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.POST_PROCESSOR_FAILED);
      }
      refuses.set(false);
      assertThat(router.decide().providerId()).isEqualTo("a");
    }
  }

  @Test
  void aProbeOfADecisionThatCameTooLateComesBack() {
    AtomicBoolean slow = new AtomicBoolean(true);
    Known known = new Known();
    String policy = "{'providers':['a'],'timeout_ms':100,'post':[{'id':'post'}]" + TWO_PROBES;
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      known.add(
          "post",
          request -> {
            if (slow.get()) {
              router.advance(Duration.ofMillis(200));
            }
            return Known.proceed(Map.of());
          });
      halfOpen(router);
      for (int i = 0; i < 2; i++) {
        assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
      }
      slow.set(false);
      assertThat(router.decide().providerId()).isEqualTo("a");
    }
  }

  @Test
  void aClientDoesNotChooseTheTypeThatConditionsSee() {
    Known known = new Known().add("guard", request -> Known.refuse("no"));
    String policy =
        "{'providers':['a'],'validators':[{'id':'guard','when':{'message_type':'text.generate'}}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      assertThat(router.ask(Map.of())).isInstanceOf(RouteRejection.class);
      assertThat(router.ask(Map.of("message_type", "harmless"))).isInstanceOf(RouteRejection.class);
    }
  }

  private static void halfOpen(TestRouter router) {
    router.report("a", Status.TIMEOUT, 3);
    router.advance(Duration.ofSeconds(5));
  }
}
