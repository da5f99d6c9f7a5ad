package beamline.router.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterKeysTest {

  @Test
  void everyKeyOfTheGuidesConfigurationIsKnownByItsOwnName() {
    assertThat(
            List.of(
                "caf_push_assignment_enabled",
                "caf_assignment_subject",
                "caf_push_assignment_allowed_tenants",
                "caf_max_retries",
                "caf_retry_base_ms",
                "caf_deadline_multiplier",
                "caf_deadline_min_ms",
                "caf_deadline_max_ms",
                "nats_max_payload_size",
                "nats_tls_enabled",
                "nats_tls_cert_file",
                "nats_tls_key_file",
                "nats_tls_ca_file",
                "nats_connect_timeout_ms",
                "nats_reconnect_attempts",
                "nats_reconnect_delay_ms",
                "nats_max_reconnect_delay_ms",
                "nats_fail_open_mode",
                "nats_max_pending_operations",
                "idempotency_enabled",
                "idempotency_ttl_seconds",
                "tracing_enabled",
                "tenant_validation_enabled",
                "admin_grpc_enabled",
                "nats_js_enabled",
                "nats_js_durable_group_results",
                "nats_js_durable_group_acks",
                "nats_js_max_deliver",
                "nats_js_ack_wait_seconds"))
        .allSatisfy(name -> assertThat(RouterKeys.find(name)).as(name).isPresent());
  }

  @Test
  void aNodeIsConfiguredWithShortNames() {
    assertThat(RouterKeys.find("nats.url")).contains(NatsKeys.URL);
    assertThat(RouterKeys.find("nats.tls.ca-file")).contains(NatsKeys.TLS_CA_FILE);
    assertThat(RouterKeys.find("policy-store.path")).contains(ComponentKeys.POLICY_DIRECTORY);
    assertThat(NatsKeys.URL.aliases()).contains("nats_url");
    assertThat(RuntimeKeys.METRICS_PORT.parse("0")).contains(0);
    assertThat(RuntimeKeys.METRICS_PORT.parse("undefined")).isEmpty();
  }

  @Test
  void theValuesOfTheGuideAreTheDefaults() {
    Map<String, String> guide = new HashMap<>();
    guide.put("caf_push_assignment_enabled", "true");
    guide.put("caf_assignment_subject", "caf.exec.assign.v1");
    guide.put("caf_push_assignment_allowed_tenants", "undefined");
    guide.put("caf_max_retries", "3");
    guide.put("caf_retry_base_ms", "100");
    guide.put("caf_deadline_multiplier", "5");
    guide.put("caf_deadline_min_ms", "5000");
    guide.put("caf_deadline_max_ms", "60000");
    guide.put("nats_max_payload_size", "1048576");
    guide.put("nats_connect_timeout_ms", "5000");
    guide.put("nats_reconnect_attempts", "10");
    guide.put("nats_reconnect_delay_ms", "1000");
    guide.put("nats_max_reconnect_delay_ms", "30000");
    guide.put("nats_fail_open_mode", "false");
    guide.put("nats_max_pending_operations", "5000");
    guide.put("idempotency_enabled", "true");
    guide.put("idempotency_ttl_seconds", "3600");
    guide.put("tracing_enabled", "true");
    guide.put("tenant_validation_enabled", "true");
    guide.put("admin_grpc_enabled", "true");
    guide.put("nats_js_enabled", "true");
    guide.put("nats_js_durable_group_results", "router-results");
    guide.put("nats_js_durable_group_acks", "router-acks");
    guide.put("nats_js_max_deliver", "5");
    guide.put("nats_js_ack_wait_seconds", "30");

    assertThat(guide)
        .allSatisfy(
            (name, value) -> {
              ConfigKey<?> key = RouterKeys.find(name).orElseThrow();
              assertThat(key.canonical(name, value)).as(name).isEqualTo(key.defaultText());
            });
  }

  @Test
  void namesAreDottedKebabCaseAndEachIsTakenOnce() {
    List<String> names = new ArrayList<>();
    for (ConfigKey<?> key : RouterKeys.all()) {
      assertThat(key.name()).matches("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)*");
      names.add(key.name());
      key.aliases().stream().filter(alias -> !alias.equals(key.name())).forEach(names::add);
    }
    assertThat(names).doesNotHaveDuplicates();
    assertThat(RouterKeys.byArea().values().stream().mapToInt(List::size).sum())
        .isEqualTo(RouterKeys.all().size());
  }

  @Test
  void noTwoKeysShareAnEnvironmentVariable() {
    assertThat(RouterKeys.all().stream().map(VariableNames::of)).doesNotHaveDuplicates();
  }

  @Test
  void everyDefaultReadsAsItself() {
    assertThat(RouterKeys.all())
        .allSatisfy(key -> assertThat(key.parse(key.defaultText())).isEqualTo(key.defaultValue()));
  }

  @Test
  void noRetiredKeyIsInUse() {
    assertThat(RouterKeys.all())
        .allSatisfy(
            key -> {
              assertThat(RetiredKeys.adviceFor(key.name())).isEmpty();
              assertThat(key.aliases())
                  .allSatisfy(alias -> assertThat(RetiredKeys.adviceFor(alias)).isEmpty());
            });
  }

  @Test
  void descriptionsAreSentences() {
    assertThat(RouterKeys.all())
        .allSatisfy(key -> assertThat(key.description()).matches("(?s)[A-Z].*[.)]"));
  }
}
