package beamline.router.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import beamline.router.api.admin.TenantList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterConfigTest {
  @TempDir Path folder;

  @Test
  void nothingConfiguredGivesTheGuidesDefaults() {
    RouterConfig config = load(Map.of(), Map.of());

    assertThat(config.get(AssignmentKeys.MAX_RETRIES)).isEqualTo(3);
    assertThat(config.get(AssignmentKeys.RETRY_BASE)).isEqualTo(Duration.ofMillis(100));
    assertThat(config.get(IntakeKeys.MAX_PAYLOAD_BYTES)).isEqualTo(1_048_576);
    assertThat(config.get(IntakeKeys.ALLOWED_TENANTS)).isEqualTo(TenantList.all());
    assertThat(config.get(LimitKeys.TIERS))
        .containsExactly(
            Map.entry("basic", 100L),
            Map.entry("premium", 1_000L),
            Map.entry("enterprise", 10_000L));
    assertThat(config).hasToString("RouterConfig[]");
  }

  @Test
  void theEnvironmentGoesBeforeSystemPropertiesBeforeTheFileBeforeTheDefaults() throws IOException {
    write(
        ConfigSources.DEFAULT_FILE,
        "assignment.max-retries=4\nassignment.deadline-multiplier=6\nidempotency.ttl=2h\n");
    Map<String, String> system =
        Map.of(
            "beamline.router.assignment.max-retries", "5",
            "beamline.router.assignment.deadline-multiplier", "7");
    Map<String, String> environment = Map.of("BEAMLINE_ROUTER_ASSIGNMENT_MAX_RETRIES", "6");

    RouterConfig config = load(system, environment);

    assertThat(config.get(AssignmentKeys.MAX_RETRIES)).isEqualTo(6);
    assertThat(config.get(AssignmentKeys.DEADLINE_MULTIPLIER)).isEqualTo(7);
    assertThat(config.get(ResultKeys.IDEMPOTENCY_TTL)).isEqualTo(Duration.ofHours(2));
    assertThat(config.toBuilder().set(AssignmentKeys.MAX_RETRIES, 7).build())
        .extracting(built -> built.get(AssignmentKeys.MAX_RETRIES))
        .isEqualTo(7);
  }

  @Test
  void aliasAndKeyOfDifferentLayersOverrideEachOther() throws IOException {
    write(ConfigSources.DEFAULT_FILE, "caf_max_retries=4\n");

    assertThat(load(Map.of(), Map.of("CAF_MAX_RETRIES", "5")).get(AssignmentKeys.MAX_RETRIES))
        .isEqualTo(5);
    assertThat(
            load(Map.of("beamline.router.caf_max_retries", "6"), Map.of())
                .get(AssignmentKeys.MAX_RETRIES))
        .isEqualTo(6);
  }

  @Test
  void theFileIsNamedByPropertyElseByVariable() throws IOException {
    write("one.properties", "environment=one\n");
    write("two.properties", "environment=two\n");
    Map<String, String> property = Map.of(ConfigSources.FILE_PROPERTY, "one.properties");
    Map<String, String> variable =
        Map.of(ConfigSources.FILE_VARIABLE, folder.resolve("two.properties").toString());

    assertThat(load(property, variable).get(RuntimeKeys.ENVIRONMENT)).contains("one");
    RouterConfig config = load(Map.of(), variable);
    assertThat(config.get(RuntimeKeys.ENVIRONMENT)).contains("two");
    assertThat(config.origin(RuntimeKeys.ENVIRONMENT).orElseThrow()).contains("two.properties");
  }

  @Test
  void aNamedFileThatDoesNotExistIsAnError() {
    assertThat(problems(Map.of(), Map.of(ConfigSources.FILE_VARIABLE, "nowhere.properties")))
        .containsExactly(
            "configuration file 'nowhere.properties' does not exist"
                + " (environment variable BEAMLINE_ROUTER_CONFIG)");
  }

  @Test
  void aFileIsReadAsUtf8() throws IOException {
    write(ConfigSources.DEFAULT_FILE, "intake.allowed-tenants=zürich,東京\n");

    assertThat(load(Map.of(), Map.of()).get(IntakeKeys.ALLOWED_TENANTS))
        .isEqualTo(TenantList.only("zürich", "東京"));
  }

  @Test
  void theGuidesUnitsAreThoseOfItsNames() {
    RouterConfig config =
        RouterConfig.builder()
            .set("idempotency_ttl_seconds", "90")
            .set("caf_retry_base_ms", "250")
            .set("audit_retention_days", "30")
            .set("nats_js_backoff_seconds", "[1,2,4]")
            .build();

    assertThat(config.get(ResultKeys.IDEMPOTENCY_TTL)).isEqualTo(Duration.ofSeconds(90));
    assertThat(config.get(AssignmentKeys.RETRY_BASE)).isEqualTo(Duration.ofMillis(250));
    assertThat(config.get(AuditKeys.RETENTION)).isEqualTo(Duration.ofDays(30));
    assertThat(config.get(ResultKeys.CONSUMER_BACKOFF))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void documentedVariablesOfTheContractAreRead() {
    RouterConfig config =
        load(
            Map.of(),
            Map.ofEntries(
                Map.entry("NATS_SUBJECT_ALLOWLIST", "a.b,c.d"),
                Map.entry("NATS_MAX_DELIVER", "7"),
                Map.entry("NATS_ACK_WAIT_MS", "45000"),
                Map.entry("NATS_BACKOFF_MS", "100,200"),
                Map.entry("METRICS_TENANT_LABEL_ALLOWLIST", "acme"),
                Map.entry("ENABLE_USAGE_PUBLISH", "false"),
                Map.entry("BEAMLINE_HMAC_SECRET", "sixteen or longer"),
                Map.entry("ENVIRONMENT", "staging"),
                Map.entry("NATS_URL", "nats://127.0.0.1:4222"),
                Map.entry("ROUTER_DECIDE_SUBJECT", "x.decide"),
                Map.entry("ROUTER_GET_DECISION_SUBJECT", "x.get"),
                Map.entry("BEAMLINE_ROUTER_ADMIN_API_KEY", "abcdefgh")));

    assertThat(config.get(NatsKeys.SUBJECT_ALLOWLIST)).containsExactly("a.b", "c.d");
    assertThat(config.get(ResultKeys.CONSUMER_MAX_DELIVER)).isEqualTo(7);
    assertThat(config.get(ResultKeys.CONSUMER_ACK_WAIT)).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.get(ResultKeys.CONSUMER_BACKOFF))
        .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(config.get(RuntimeKeys.METRICS_TENANT_LABELS)).containsExactly("acme");
    assertThat(config.get(ResultKeys.USAGE_ENABLED)).isFalse();
    assertThat(config.get(AuditKeys.HMAC_SECRET)).contains("sixteen or longer");
    assertThat(config.get(RuntimeKeys.ENVIRONMENT)).contains("staging");
    assertThat(config.get(NatsKeys.URL)).contains("nats://127.0.0.1:4222");
    assertThat(config.get(IntakeKeys.SUBJECT)).isEqualTo("x.decide");
    assertThat(config.get(AdminKeys.GET_DECISION_SUBJECT)).isEqualTo("x.get");
    assertThat(config.get(AdminKeys.API_KEY)).contains("abcdefgh");
  }

  @Test
  void everyProblemIsReportedAtOnceWithKeyValueExpectedFormAndOrigin() throws IOException {
    write(ConfigSources.DEFAULT_FILE, "asignment.max-retries=3\nheir_enabled=true\n");

    List<String> problems =
        problems(
            Map.of("beamline.router.caf_max_retries", "many"),
            Map.of("BEAMLINE_ROUTER_TRACE_SAMPLING_RATE", "2", "BEAMLINE_ROUTER_STICKY_MAX", "1"));

    String file = "file " + folder.resolve(ConfigSources.DEFAULT_FILE);
    assertThat(problems)
        .containsExactly(
            "unknown key asignment.max-retries, did you mean assignment.max-retries? ("
                + file
                + ")",
            "key heir_enabled is not used: it has no meaning in this router (" + file + ")",
            "assignment.max-retries is 'many', must be a whole number from 0 to 20"
                + " (system property beamline.router.caf_max_retries)",
            "unknown key sticky_max, did you mean sticky.enabled?"
                + " (environment variable BEAMLINE_ROUTER_STICKY_MAX)",
            "telemetry.opentelemetry.sampling-rate is '2', must be a number from 0 to 1"
                + " (environment variable BEAMLINE_ROUTER_TRACE_SAMPLING_RATE)");
  }

  @Test
  void twoNamesOfOneKeyMustNotContradictEachOther() throws IOException {
    write(
        ConfigSources.DEFAULT_FILE,
        """
        nats_js_ack_wait_seconds=30
        nats_ack_wait_ms=30000
        assignment_subject=a.b
        caf_assignment_subject=c.d
        """);

    assertThat(problems(Map.of(), Map.of()))
        .singleElement()
        .asString()
        .startsWith("assignment_subject is 'a.b' (file ")
        .contains("caf_assignment_subject is 'c.d' (file ")
        .endsWith("both mean assignment.subject, keep one of them");
  }

  @Test
  void secretsAreNeverShown() {
    RouterConfig config =
        RouterConfig.builder()
            .set(NatsKeys.PASSWORD, Optional.of("hunter2hunter2"))
            .set("policy-store.vault.access-token", "hunter2hunter2")
            .set("policy-store.vault.url", "file:x")
            .build();

    assertThat(config.toString()).doesNotContain("hunter2").contains("[REDACTED]", "file:x");
    assertThatThrownBy(() -> config.with("admin_api_key", "hunter 2"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("admin.api-key is [REDACTED], must be undefined, or 8 or more")
        .hasMessageNotContaining("hunter");
    assertThatThrownBy(() -> AdminKeys.API_KEY.parse("hunter 2")).hasMessageNotContaining("hunter");
    assertThatThrownBy(
            () ->
                load(
                    Map.of(),
                    Map.of("NATS_JWT", "abc", "BEAMLINE_ROUTER_TRANSPORT_NATS_JWT", "def")))
        .hasMessageContaining("[REDACTED]")
        .hasMessageNotContaining("abc")
        .hasMessageNotContaining("def");
  }

  @Test
  void keysOfComponentsArePassedOn() {
    RouterConfig config =
        load(
            Map.of("beamline.router.policy-store.file.folder", "/policies"),
            Map.of(
                "BEAMLINE_ROUTER_POLICY_STORE_FILE_POLL_INTERVAL", "5s",
                "BEAMLINE_ROUTER_AUDIT_SINK__MY_SINK__PART_ONE__URL", "x",
                "NATS_URL", "nats://127.0.0.1:4222",
                "NATS_CONNECT_TIMEOUT_MS", "2000"));

    assertThat(config.below("policy-store.file."))
        .containsExactly(Map.entry("folder", "/policies"), Map.entry("poll-interval", "5s"));
    assertThat(config.below("audit-sink.my-sink.")).containsExactly(Map.entry("part-one.url", "x"));
    assertThat(config.below("transport.nats."))
        .containsExactly(
            Map.entry("connect-timeout", "2s"), Map.entry("url", "nats://127.0.0.1:4222"));
  }

  @Test
  void variablesThatKubernetesSetsForAServiceOfOurNameAreNotOurs() {
    RouterConfig config =
        load(
            Map.of(),
            Map.of(
                "BEAMLINE_ROUTER_SERVICE_HOST", "10.0.0.1",
                "BEAMLINE_ROUTER_SERVICE_PORT", "4222",
                "BEAMLINE_ROUTER_SERVICE_PORT_GRPC", "9000",
                "BEAMLINE_ROUTER_PORT", "tcp://10.0.0.1:4222",
                "BEAMLINE_ROUTER_PORT_4222_TCP", "tcp://10.0.0.1:4222",
                "BEAMLINE_ROUTER_PORT_4222_TCP_ADDR", "10.0.0.1"));

    assertThat(config).hasToString("RouterConfig[]");
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    assertThat(load(Map.of(), Map.of("CAF_MAX_RETRIES", "")).get(AssignmentKeys.MAX_RETRIES))
        .isEqualTo(3);
  }

  @Test
  void tenantListsKnowEveryoneSomeAndNobody() {
    ConfigKey<TenantList> key = AssignmentKeys.ALLOWED_TENANTS;

    assertThat(key.parse("undefined")).isEqualTo(TenantList.all());
    assertThat(key.parse("[\"tenant-a\", \"tenant-b\"]"))
        .isEqualTo(TenantList.only("tenant-a", "tenant-b"));
    assertThat(key.parse("tenant-a,tenant-b")).isEqualTo(TenantList.only("tenant-a", "tenant-b"));
    assertThat(key.parse("[]")).isEqualTo(TenantList.only());
    assertThatThrownBy(() -> key.parse("")).hasMessageContaining("[] (no tenant)");
    assertThatThrownBy(() -> key.parse("a,,b")).isInstanceOf(RouterException.class);
  }

  @Test
  void aTierThatIsLeftOutKeepsItsDefault() {
    RouterConfig config =
        RouterConfig.builder()
            .set("rate_limits", "basic=200")
            .set(LimitKeys.TENANT_TIERS, Map.of("acme", "premium"))
            .build();

    assertThat(config.get(LimitKeys.TIERS))
        .containsEntry("basic", 200L)
        .containsEntry("enterprise", 10_000L);
    assertThat(config.get(LimitKeys.TENANT_TIERS)).containsExactly(Map.entry("acme", "premium"));
    assertThatThrownBy(() -> config.with("rate_limits", "gold=5"))
        .hasMessageStartingWith("limit.tiers is 'gold=5', must be");
    assertThatThrownBy(() -> config.with("limit.tenant.tiers", "acme=gold"))
        .hasMessageContaining("basic, premium or enterprise");
  }

  @Test
  void theBuilderRefusesValuesOutOfBoundsAndValuesThatCannotBeWritten() {
    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                RouterConfig.builder()
                    .set(AssignmentKeys.MAX_RETRIES, -1)
                    .set(AssignmentKeys.RETRY_BASE, Duration.ofNanos(1))
                    .set(AssignmentKeys.SUBJECT_PREFIXES, List.of("a,b"))
                    .build());

    assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
    assertThat(e.problems())
        .hasSize(3)
        .anySatisfy(p -> assertThat(p).startsWith("assignment.max-retries is '-1', must be"))
        .anySatisfy(p -> assertThat(p).startsWith("assignment.retry-base is 'PT0.000000001S'"))
        .anySatisfy(p -> assertThat(p).startsWith("assignment.subject-prefixes is '[a,b]'"));
  }

  private RouterConfig load(Map<String, String> system, Map<String, String> environment) {
    return RouterConfig.load(new ConfigSources(system, environment, folder));
  }

  private List<String> problems(Map<String, String> system, Map<String, String> environment) {
    return catchThrowableOfType(
            InvalidConfigurationException.class, () -> load(system, environment))
        .problems();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
