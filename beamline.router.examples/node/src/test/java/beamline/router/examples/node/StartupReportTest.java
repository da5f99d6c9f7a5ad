package beamline.router.examples.node;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartupReportTest {
  private static final RouterConfig CONFIG =
      RouterConfig.builder().set("transport", "none").set("telemetry", "none").build();

  @Test
  void anAuditLogThatProvesNothingIsOff() {
    assertThat(report(CONFIG)).containsPattern("off .*\\(audit-sink\\).*\\(audit.hmac-secret\\)");
    assertThat(report(CONFIG.with("audit.hmac-secret", "a-secret-of-the-audit-log")))
        .containsPattern("off .*\\(audit-sink\\)")
        .doesNotContain("audit.hmac-secret", "a-secret");
  }

  @Test
  void aShortKeyOfTheAdministratorIsWarnedOfAndNotShown() {
    assertThat(report(CONFIG.with("admin.api-key", "fifteen-letters")))
        .containsPattern("warning +admin.api-key has fewer than 16 characters")
        .doesNotContain("fifteen-letters");
    assertThat(report(CONFIG.with("admin.api-key", "sixteen-letters.")))
        .doesNotContain("warning", "admin.api-key");
    assertThat(report(CONFIG)).doesNotContain("warning");
  }

  @Test
  void spansThatNobodyBeginsAreWarnedOf() {
    RouterConfig asked = CONFIG.with("tracing.otlp-endpoint", "http://localhost:4318");
    assertThat(report(asked))
        .containsPattern("warning +tracing.otlp-endpoint is set, but no span is begun")
        .doesNotContain("spans  ");
    assertThat(report(CONFIG)).doesNotContain("warning");
  }

  @Test
  void whatIsServedOverGrpcIsNamed() {
    assertThat(report(CONFIG, Optional.of("port 9000")))
        .containsPattern("grpc .* port 9000: Router, Executions, administration, health\\b");
    assertThat(report(CONFIG.with("grpc.enabled", "false"), Optional.of("port 9000")))
        .containsPattern("grpc .* port 9000: administration, health\\b");
  }

  @Test
  void whereMetricsAndHealthAreIsNamed() {
    try (RouterEngine router = RouterEngine.builder().config(CONFIG).build()) {
      assertThat(StartupReport.of(CONFIG, router, Optional.of(9464), Optional.empty()))
          .containsPattern("metrics +http://localhost:9464/metrics, and /_metrics\\b")
          .containsPattern("health +http://localhost:9464/_health .*, /_readyz .*, /health\\b");
    }
    assertThat(report(CONFIG)).containsPattern("off .*\\(metrics.port\\)");
  }

  private static String report(RouterConfig config) {
    return report(config, Optional.empty());
  }

  private static String report(RouterConfig config, Optional<String> grpcPlace) {
    try (RouterEngine router = RouterEngine.builder().config(config).build()) {
      return StartupReport.of(config, router, Optional.empty(), grpcPlace);
    }
  }
}
