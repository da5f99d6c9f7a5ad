package beamline.router.engine.policy;

import static beamline.router.engine.policy.Samples.lenient;
import static beamline.router.engine.policy.Samples.policyWith;
import static beamline.router.engine.policy.Samples.strict;
import static beamline.router.engine.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.LimitModel.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsOfAPolicyTest {

  @Test
  void policyOfProvidersAloneHasEveryDefault() {
    PolicyModel policy = Samples.model("{\"providers\":[\"a\"]}");

    assertThat(policy.version()).isEqualTo("1.0");
    assertThat(policy.strategy()).isEqualTo(Strategy.WEIGHTED);
    assertThat(policy.score()).isEqualTo(new ScoreModel(0.5, 0.5));
    assertThat(policy.constraints()).isEqualTo(ConstraintModel.NONE);
    assertThat(policy.fallbacks()).isEmpty();
    assertThat(policy.sticky()).isNull();
    assertThat(policy.breaker()).isNull();
    assertThat(policy.rateLimit()).isNull();
    assertThat(policy.legacyFallback()).isNull();
    assertThat(policy.pre()).isEmpty();
    assertThat(policy.validators()).isEmpty();
    assertThat(policy.post()).isEmpty();
    assertThat(policy.timeoutMillis()).isZero();
    assertThat(policy.healthCheck()).isNull();
    assertThat(policy.maxAttempts()).isOne();
    assertThat(policy.metadata()).isEmpty();
  }

  @Test
  void emptyBlocksHaveEveryDefault() {
    PolicyModel policy =
        with(
            "\"circuit_breaker\":{},\"rate_limit\":{},\"health_check\":{},\"constraints\":{},"
                + "\"score\":{},\"sticky\":{\"enabled\":true}");

    assertThat(policy.breaker())
        .isEqualTo(new BreakerModel(false, 5, 2, 60_000, 3, 0.5, 60, 5000, 10));
    assertThat(policy.rateLimit()).isEqualTo(new LimitModel(false, 100, 50, Scope.POLICY));
    assertThat(policy.healthCheck()).isEqualTo(new HealthCheckModel(false, 30_000, 5000, 3));
    assertThat(policy.constraints()).isEqualTo(ConstraintModel.NONE);
    assertThat(policy.score()).isEqualTo(ScoreModel.DEFAULT);
    assertThat(policy.sticky()).isEqualTo(new StickyModel(true, "session_id", 3_600_000));
  }

  @Test
  void workIsAssignedUpToFiveTimes() {
    assertThat(with("\"assignment\":{\"max_attempts\":5}").maxAttempts()).isEqualTo(5);
    assertThat(with("\"assignment\":{}").maxAttempts()).isOne();
    assertThat(strict(policyWith("\"assignment\":{\"max_attempts\":6}")).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("assignment.max_attempts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ttl':'30s' | 30000",
        "'ttl':'10m' | 600000",
        "'ttl':'2h' | 7200000",
        "'ttl':'010m' | 600000",
        "'ttl':'999999h' | 3599996400000",
        "'ttl_seconds':600 | 600000",
        "'ttl_sec':86400 | 86400000",
        "'ttl_ms':1 | 1",
        "'ttl_ms':86400000 | 86400000",
        "'ttl':'1s','ttl_seconds':600 | 1000",
        "'ttl':'1s','ttl_sec':600 | 1000",
        "'ttl':'1s','ttl_ms':600 | 1000",
      })
  void everyFormOfALifetimeIsRead(String members, long millis) {
    PolicyModel policy = with("\"sticky\":{\"enabled\":true," + members.replace('\'', '"') + "}");

    assertThat(policy.sticky().ttlMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "'10'",
        "'m'",
        "'10d'",
        "'-1s'",
        "'1.5h'",
        "' 10m'",
        "'10 m'",
        "'10M'",
        "'0s'",
        "'1000000s'",
        "10",
        "true",
        "[]"
      })
  void unreadableLifetimeIsAnHourInLenientModeAndAProblemInStrictMode(String ttl) {
    String json =
        policyWith(
            "\"sticky\":{\"enabled\":true,\"ttl_seconds\":7,\"ttl\":"
                + ttl.replace('\'', '"')
                + "}");

    assertThat(lenient(json).model().sticky().ttlMillis()).isEqualTo(3_600_000);
    assertThat(lenient(json).warnings())
        .extracting(PolicyProblem::path)
        .containsExactly("sticky.ttl");
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("sticky.ttl");
  }

  @Test
  void sessionKeyHasAnAlias() {
    assertThat(
            with("\"sticky\":{\"enabled\":true,\"session_key\":\"user_id\"}").sticky().sessionKey())
        .isEqualTo("user_id");
    assertThat(with("\"sticky\":{\"enabled\":true,\"key\":\"user_id\"}").sticky().sessionKey())
        .isEqualTo("user_id");
  }

  @Test
  void stickyWithoutEnabledIsOffInLenientModeAndAProblemInStrictMode() {
    String json = policyWith("\"sticky\":{\"ttl\":\"10m\"}");

    assertThat(lenient(json).model().sticky().enabled()).isFalse();
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("sticky.enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'requests_per_second':200,'burst':1 | 200 | 1",
        "'requests_per_minute':90 | 1.5 | 50",
        "'requests_per_second':1000000,'burst':1000000 | 1000000 | 1000000",
        "'burst':5.0 | 100 | 5",
      })
  void rateIsCountedPerSecond(String members, double rate, int burst) {
    LimitModel limit =
        with("\"rate_limit\":{\"enabled\":true," + members.replace('\'', '"') + "}").rateLimit();

    assertThat(limit).isEqualTo(new LimitModel(true, rate, burst, Scope.POLICY));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-5, 1", "1000001, 1000000", "1e30, 1000000"})
  void ratesAreClampedInLenientModeAndAProblemInStrictMode(String given, int counted) {
    String json =
        policyWith(
            "\"rate_limit\":{\"enabled\":true,\"requests_per_second\":"
                + given
                + ",\"burst\":"
                + given
                + "}");

    assertThat(lenient(json).model().rateLimit())
        .isEqualTo(new LimitModel(true, counted, counted, Scope.POLICY));
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("rate_limit.requests_per_second", "rate_limit.burst");
  }

  @ParameterizedTest
  @CsvSource({"global, GLOBAL", "tenant, TENANT", "policy, POLICY", "user, USER"})
  void everyScopeIsKnown(String written, Scope scope) {
    assertThat(with("\"rate_limit\":{\"scope\":\"" + written + "\"}").rateLimit().scope())
        .isEqualTo(scope);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'rate_limit':{'scope':'planet'} | rate_limit.scope is \"planet\", must be global or tenant or policy or user",
        "'rate_limit':{'burst':1.5} | rate_limit.burst is 1.5, must be a whole number from 1 to 1000000",
        "'rate_limit':{'burst':'many'} | rate_limit.burst is \"many\", must be a whole number from 1 to 1000000",
        "'rate_limit':7 | rate_limit is 7, must be an object",
        "'circuit_breaker':{'failure_threshold':101} | circuit_breaker.failure_threshold is 101, must be 100 or less",
        "'circuit_breaker':{'timeout_ms':999} | circuit_breaker.timeout_ms is 999, must be 1000 or more",
        "'circuit_breaker':{'error_rate_threshold':1.01} | circuit_breaker.error_rate_threshold is 1.01, must be 1 or less",
        "'circuit_breaker':{'enabled':'yes'} | circuit_breaker.enabled is \"yes\", must be true or false",
        "'sticky':{'enabled':true,'ttl_ms':0} | sticky.ttl_ms is 0, must be 1 or more",
        "'sticky':{'enabled':true,'ttl_seconds':86401} | sticky.ttl_seconds is 86401, must be 86400 or less",
        "'sticky':{'enabled':true,'key':''} | sticky.key is \"\", must be a text of 1 to 255 characters",
        "'health_check':{'interval_ms':60001} | health_check.interval_ms is 60001, must be 60000 or less",
        "'timeout_ms':300001 | timeout_ms is 300001, must be 300000 or less",
        "'timeout_ms':0 | timeout_ms is 0, must be 1 or more",
        "'strategy':'fastest' | strategy is \"fastest\", must be weighted or best_score",
        "'score':{'cost_weight':1.5} | score.cost_weight is 1.5, must be 1 or less",
        "'constraints':{'max_cost':-1} | constraints.max_cost is -1, must be 0 or more",
        "'metadata':[1] | metadata is an array, must be an object",
        "'tenant_id':'other' | tenant_id is \"other\", must be \"acme\" or left out",
        "'policy_id':'other' | policy_id is \"other\", must be \"default\" or left out",
        "'policy_id':'a b' | policy_id is \"a b\", must be 1 to 255 letters, digits or characters of _.:/-",
      })
  void whatIsOutOfBoundsIsRefusedInBothModes(String members, String problem) {
    String json = policyWith(members.replace('\'', '"'));

    assertThat(lenient(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "\"v1.0\"", "\"1.0.0\"", "1", "\"1.0\\n\""})
  void oddVersionIsToleratedInLenientModeOnly(String version) {
    String json = policyWith("\"version\":" + version);

    assertThat(lenient(json).model().version()).isEqualTo("1.0");
    assertThat(lenient(json).warnings()).extracting(PolicyProblem::path).containsExactly("version");
    assertThat(strict(json).problems()).extracting(PolicyProblem::path).containsExactly("version");
  }

  @Test
  void constraintsAreRead() {
    PolicyModel policy =
        with("\"constraints\":{\"max_latency_ms\":250.5,\"labels\":{\"region\":\"eu\"}}");

    assertThat(policy.constraints())
        .isEqualTo(new ConstraintModel(250.5, Double.NaN, Map.of("region", "eu")));
  }
}
