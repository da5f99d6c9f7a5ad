package beamline.router.engine.routing;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LimitRoutingTest {
  private static final String POLICY = "{'providers':[{'name':'a','weight':1}]}";
  private static final String TWO_PROVIDERS =
      "{'providers':[{'name':'a','weight':1},{'name':'b','weight':1}]}";

  @Test
  void aLimitThatIsSetCountsForTheNextDecision() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.decide();
      TenantSettings stored =
          limits(router).put(TenantSettings.builder("acme").requestsPerMinute(2L).build());
      assertThat(admitted(router, "ada", 5)).isEqualTo(2);
      stored = limits(router).put(stored.toBuilder().requestsPerMinute(3L).build());
      assertThat(admitted(router, "ada", 5)).as("a higher limit gives the difference").isEqualTo(1);
      limits(router).put(stored.toBuilder().requestsPerMinute(null).build());
      assertThat(admitted(router, "ada", 5)).isEqualTo(5);
    }
  }

  @Test
  void aTierIsWhatItsConfigurationSays() {
    RouterConfig config =
        RouterConfig.builder()
            .set(LimitKeys.TENANT_ENABLED, true)
            .set(LimitKeys.TIERS, Map.of("basic", 1L, "premium", 4L, "enterprise", 8L))
            .build();
    try (TestRouter router = new TestRouter(config).policy(POLICY)) {
      assertThat(admitted(router, "ada", 9)).isEqualTo(1);
      TenantSettings stored =
          limits(router).put(TenantSettings.builder("acme").tier("premium").build());
      assertThat(admitted(router, "ada", 9)).isEqualTo(3);
      limits(router).put(stored.toBuilder().requestsPerMinute(0L).build());
      assertThat(admitted(router, "ada", 9)).as("0 is no limit").isEqualTo(9);
    }
  }

  @Test
  void usersHaveALimitOfTheirOwnWhereTheyAreNamed() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      limits(router)
          .put(
              TenantSettings.builder("acme")
                  .userRequestsPerMinute(2L)
                  .requestsPerMinuteOf("bob", 4L)
                  .requestsPerMinuteOf("root", 0L)
                  .build());
      assertThat(admitted(router, "ada", 9)).isEqualTo(2);
      assertThat(admitted(router, "eve", 9)).isEqualTo(2);
      assertThat(admitted(router, "bob", 9)).isEqualTo(4);
      assertThat(admitted(router, "root", 9)).isEqualTo(9);
    }
  }

  @Test
  void policiesShareALimitOfTheTenantWhenTheyHaveTheSame() {
    try (TestRouter router =
        new TestRouter()
            .policy(limited(1))
            .policy("same", limited(1))
            .policy("fast", limited(600))) {
      router.decide();
      assertThat(under(router, "same")).isFalse();
      for (int second = 0; second < 5; second++) {
        router.advance(Duration.ofSeconds(1));
        assertThat(under(router, "fast")).isTrue();
        assertThat(under(router, "same")).as("after the faster one was refilled").isFalse();
      }
      router.advance(Duration.ofMinutes(1));
      assertThat(under(router, "same")).isTrue();
      assertThat(under(router, "default")).isFalse();
    }
  }

  private static String limited(int perMinute) {
    return "{'providers':[{'name':'a','weight':1}],'rate_limit':{'enabled':true,'scope':'tenant',"
        + "'requests_per_minute':"
        + perMinute
        + ",'burst':1}}";
  }

  private static boolean under(TestRouter router, String policyId) {
    return router.engine().decide(TestRouter.request(Map.of()).policyId(policyId).build())
        instanceof RouteDecision;
  }

  @Test
  void quotasOfATenantReplaceTheConfiguredOnes() {
    try (TestRouter router = new TestRouter()) {
      TenantSettings stored =
          limits(router)
              .put(TenantSettings.builder("acme").maxProvidersPerPolicy(1).maxPolicies(1).build());
      assertThatThrownBy(() -> router.policy(TWO_PROVIDERS))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("providers are 2, may be 1");
      limits(router).put(stored.toBuilder().maxProvidersPerPolicy(2).build());
      router.policy(TWO_PROVIDERS);
      assertThatThrownBy(() -> router.policy("other", POLICY))
          .hasMessageContaining("tenant acme may have 1 policies");
    }
  }

  @Test
  void aChangeThatExpectsAnotherRevisionConflicts() {
    try (TestRouter router = new TestRouter()) {
      limits(router).put(TenantSettings.builder("acme").tier("premium").build());
      assertThatThrownBy(() -> limits(router).put(TenantSettings.none("acme")))
          .isInstanceOfSatisfying(
              RouterException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_CONFLICT));
      assertThat(limits(router).of("acme").tier()).contains("premium");
      assertThat(limits(router).all()).hasSize(1);
      assertThat(limits(router).of("globex")).isEqualTo(TenantSettings.none("globex"));
    }
  }

  @Test
  void refusalsAreRecordedOnceForManyOfTheSame() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      limits(router).put(TenantSettings.builder("acme").requestsPerMinute(1L).build());
      assertThat(admitted(router, "ada", 1000)).isEqualTo(1);
      eventually(
          "the violation is recorded", () -> !limits(router).violations("acme", 10).isEmpty());
      QuotaViolation violation = limits(router).violations("acme", 10).get(0);
      assertThat(violation.type()).isEqualTo(QuotaViolation.Type.RATE);
      assertThat(violation.limit()).isEqualTo(1);
      assertThat(violation.times()).isGreaterThan(1);
      assertThat(violation.userId()).isEmpty();
    }
  }

  @Test
  void ofManyThreadsNoneGetsMoreThanTheLimit() throws Exception {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      limits(router).put(TenantSettings.builder("acme").requestsPerMinute(700L).build());
      ExecutorService executor = Executors.newFixedThreadPool(64);
      try {
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          callers.add(executor.submit(() -> admitted(router, "ada", 20)));
        }
        int all = 0;
        for (Future<Integer> caller : callers) {
          all += caller.get();
        }
        assertThat(all).isEqualTo(700);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static int admitted(TestRouter router, String user, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      RouteOutcome outcome =
          router.engine().decide(TestRouter.request(Map.of()).userId(user).build());
      admitted += outcome instanceof RouteDecision ? 1 : 0;
    }
    return admitted;
  }

  private static LimitControl limits(TestRouter router) {
    return router.engine().administration().limits();
  }
}
