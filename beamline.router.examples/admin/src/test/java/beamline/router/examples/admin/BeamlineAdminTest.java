package beamline.router.examples.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouteRequest;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.audit.Anchors;
import beamline.router.audit.KeyRing;
import beamline.router.audit.SegmentLog;
import beamline.router.audit.Verifier;
import beamline.router.examples.command.Console;
import beamline.router.grpc.v1.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command, on a router that really runs. */
class BeamlineAdminTest {
  @TempDir static Path folder;

  private static TestNode node;
  private static Shell shell;

  @BeforeAll
  static void start() throws IOException {
    node = new TestNode(folder);
    shell = Shell.of(TestNode.ADMIN_KEY, "--plaintext", "--target", node.plain());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void rolesAreMadeAndRemoved() {
    assertThat(
            shell.answer(
                "put-role",
                "author",
                "--permission",
                "policy:read",
                "--permission",
                "policy:write",
                "--description",
                "writes policies"))
        .isEqualTo("role author permits policy:read policy:write\n");
    assertThat(shell.answer("roles"))
        .startsWith("ROLE BUILT IN PERMISSION DESCRIPTION\n")
        .contains("\nauthor no policy:read writes policies\n policy:write\n");
    assertThat(shell.json("roles"))
        .startsWith("{\"ok\":true,\"roles\":[{\"role_id\":\"")
        .contains(
            "{\"role_id\":\"author\",\"description\":\"writes policies\",\"permissions\":[\"policy:read\",\"policy:write\"],\"built_in\":false}");
    assertThat(shell.json("put-role", "author", "--permission", "policy:read"))
        .isEqualTo("{\"ok\":true}");
    assertThat(shell.answer("delete-role", "author")).isEqualTo("role author is removed\n");

    assertThat(shell.run("delete-role", "author", "--json")).isEqualTo(2);
    assertThat(shell.err()).contains("author");
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":\"");
  }

  @Test
  void rolesAreGrantedForATimeAndRevoked() {
    assertThat(shell.answer("grant", "bob", "globex", "viewer", "--until", "2030-01-31T00:00:00Z"))
        .isEqualTo("bob has role viewer for tenant globex until 2030-01-31T00:00:00Z\n");
    assertThat(shell.json("grant", "eve", "globex", "operator", "--for", "8h"))
        .startsWith(
            "{\"ok\":true,\"grant\":{\"user_id\":\"eve\",\"tenant_id\":\"globex\",\"role_id\":\"operator\",\"assigned_by\":\"admin\",\"assigned_at\":\"")
        .contains("\"expires_at\":\"");
    assertThat(shell.answer("grants", "globex"))
        .startsWith("USER TENANT ROLE ENDS GRANTED BY GRANTED\n")
        .contains("bob globex viewer 2030-01-31T00:00:00Z admin 20", "eve globex operator 20");
    assertThat(shell.json("grants", "*")).contains("\"user_id\":\"carl\",\"tenant_id\":\"*\"");
    assertThat(shell.answer("revoke", "bob", "globex", "viewer"))
        .isEqualTo("bob does not have role viewer for tenant globex any more\n");
    assertThat(shell.json("revoke", "eve", "globex", "operator")).isEqualTo("{\"ok\":true}");
    assertThat(shell.json("grants", "globex")).isEqualTo("{\"ok\":true,\"grants\":[]}");

    assertThat(shell.run("grant", "bob", "globex", "nobody")).isEqualTo(2);
    assertThat(shell.err()).startsWith("beamline-admin: ").contains("nobody");
  }

  @Test
  void settingsOfATenantAreChangedOneByOne() {
    assertThat(
            shell.answer(
                "set-tenant",
                "globex",
                "--tier",
                "premium",
                "--user",
                "ada=60",
                "--user",
                "batch=0",
                "--max-policies",
                "5"))
        .isEqualTo(
            "TENANT globex\nrevision 1\ntier premium\nmax-policies 5\nuser ada 60\nuser batch 0\n");
    assertThat(
            shell.json(
                "set-tenant",
                "globex",
                "--clear",
                "tier",
                "--clear",
                "user=batch",
                "--requests-per-minute",
                "900"))
        .isEqualTo(
            "{\"ok\":true,\"tenant\":{\"tenant_id\":\"globex\",\"revision\":2,\"requests_per_minute\":900,\"requests_per_minute_by_user\":{\"ada\":60},\"max_policies\":5,\"provider_budgets\":{}}}");
    assertThat(shell.json("tenant", "globex")).contains("\"revision\":2");
    assertThat(shell.answer("tenant", "globex"))
        .contains("revision 2\n", "requests-per-minute 900\n");
    assertThat(shell.answer("tenants"))
        .startsWith("TENANT REVISION TIER PER MINUTE PER USER POLICIES BUDGET\n")
        .contains("globex 2 - 900 - 5 -\n");
    assertThat(shell.json("tenants")).contains("{\"tenant_id\":\"globex\",\"revision\":2,");
    assertThat(shell.answer("tenant", "nothing-set")).isEqualTo("TENANT nothing-set\nrevision 0\n");

    assertThat(shell.run("set-tenant", "globex", "--tier", "gold")).isEqualTo(2);
    assertThat(shell.err()).contains("gold");
    assertThat(shell.run("set-tenant", "globex", "--clear", "tier", "--tier", "basic"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("--tier sets what --clear tier removes, must be one of them");
    assertThat(shell.run("set-tenant", "globex", "--user", "ada=1", "--clear", "user=ada"))
        .isEqualTo(2);
    assertThat(shell.err()).contains("--user ada=1 sets what --clear user=ada removes");
    assertThat(shell.json("tenant", "globex")).contains("\"revision\":2");
  }

  @Test
  void budgetsAreSetAndRemoved() {
    assertThat(shell.answer("set-budget", "initech", "250", "day"))
        .startsWith(
            "TENANT PROVIDER BUDGET PER SPENT RESERVED REMAINING ENDS\ninitech - 250 day 0 0 250 20");
    assertThat(shell.json("set-budget", "initech", "0.5", "total", "--provider", "openai"))
        .isEqualTo(
            "{\"ok\":true,\"budget\":{\"tenant_id\":\"initech\",\"provider_id\":\"openai\",\"budget\":{\"micros\":500000,\"period\":\"total\"},\"spent_micros\":0,\"reserved_micros\":0,\"remaining_micros\":500000}}");
    assertThat(shell.answer("budgets", "initech"))
        .contains("\ninitech openai 0.5 total 0 0 0.5 -\n");
    assertThat(shell.json("budgets", "initech"))
        .contains("\"micros\":250000000,\"period\":\"day\"");
    assertThat(shell.answer("tenant", "initech"))
        .contains("budget 250 per day\n", "budget of openai 0.5 per total\n");
    assertThat(shell.answer("delete-budget", "initech", "--provider", "openai"))
        .isEqualTo("the budget of initech for openai is removed\n");
    assertThat(shell.json("delete-budget", "initech")).isEqualTo("{\"ok\":true}");

    assertThat(shell.run("delete-budget", "initech")).isEqualTo(2);
    assertThat(shell.run("set-budget", "initech", "1.0000001", "day")).isEqualTo(2);
    assertThat(shell.err()).contains("AMOUNT is '1.0000001', must be a number with up to 6 digits");
    for (String period : List.of("week", "unrecognized", "period_unspecified")) {
      assertThat(shell.run("set-budget", "initech", "1", period)).isEqualTo(2);
      assertThat(shell.err())
          .contains("PERIOD is '" + period + "', must be hour, day, month or total");
    }
  }

  @Test
  void whatWasExceededIsListed() {
    node.router()
        .policies()
        .put(PolicyDocument.of("umbrella", "default", "{\"providers\": [\"openai\"]}"));
    shell.answer("set-tenant", "umbrella", "--requests-per-minute", "1");
    for (int i = 0; i < 3; i++) {
      node.router().decide(RouteRequest.builder("umbrella", "chat").build());
    }
    await()
        .untilAsserted(
            () -> assertThat(shell.answer("violations", "umbrella")).contains("rate_requests 1"));
    assertThat(shell.json("violations", "umbrella", "--limit", "1"))
        .startsWith(
            "{\"ok\":true,\"violations\":[{\"tenant_id\":\"umbrella\",\"quota_type\":\"rate_requests\",\"limit\":1,");
  }

  @Test
  void controlsAreChangedOneByOne() {
    assertThat(shell.answer("controls")).startsWith("CONTROL IS\nassignments ");
    assertThat(
            shell.answer(
                "set-controls",
                "--assignments",
                "off",
                "--push-tenants",
                "acme,globex",
                "--result-tenants",
                "none"))
        .isEqualTo("CONTROL IS\nassignments off\npush-tenants acme,globex\nresult-tenants none\n");
    assertThat(shell.json("set-controls", "--result-tenants", "all", "--push-tenants", "all"))
        .isEqualTo(
            "{\"ok\":true,\"controls\":{\"push_tenants\":{\"all\":true,\"tenant_ids\":[]},\"result_tenants\":{\"all\":true,\"tenant_ids\":[]}}}");
    assertThat(shell.json("controls")).contains("\"assignments_enabled\":false");
    assertThat(shell.answer("set-controls", "--assignments", "on")).contains("assignments on\n");

    assertThat(shell.run("set-controls")).isEqualTo(2);
    assertThat(shell.err()).contains("set-controls is not told what to set");
    assertThat(shell.run("set-controls", "--assignments", "maybe")).isEqualTo(2);
    assertThat(shell.err()).contains("--assignments is 'maybe', must be on or off");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", "acme,", ",acme", "acme, ,globex"})
  void tenantsAreShutOutByNameOrByTheWordForAllOfThem(String names) {
    var before = node.router().controls().intakeTenants();
    assertThat(shell.run("set-controls", "--intake-tenants", names)).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "beamline-admin: --intake-tenants is '"
                + names
                + "', must be all, none, or tenants with commas between them\n");
    assertThat(node.router().controls().intakeTenants()).isEqualTo(before);
  }

  @Test
  void auditLogIsReadAsItWasSealed() throws IOException {
    shell.answer("put-role", "auditor", "--permission", "audit:read");
    await()
        .untilAsserted(
            () -> assertThat(shell.answer("audit", "node-1")).contains(" admin put_role rbac "));
    assertThat(shell.answer("chains")).isEqualTo("CHAIN\nnode-1\n");
    assertThat(shell.json("chains")).isEqualTo("{\"ok\":true,\"chains\":[\"node-1\"]}");
    assertThat(shell.answer("audit", "node-1"))
        .startsWith("INDEX TIME TENANT ACTOR ACTION RESOURCE DETAILS\n 1 20");

    Path lines = folder.resolve("node-1.jsonl");
    Files.writeString(lines, shell.run("audit", "node-1", "--json") == 0 ? shell.out() : "");
    try (SegmentLog log = new SegmentLog(List.of(lines))) {
      assertThat(new Verifier(KeyRing.unkeyed(), Anchors.none()).verify("node-1", log).whole())
          .isTrue();
    }
    assertThat(shell.json("audit", "node-1", "--from", "2", "--limit", "1").lines()).hasSize(1);
    assertThat(shell.json("audit", "node-1", "--tenant", "acme"))
        .contains("\"tenant_id\":\"acme\"")
        .doesNotContain("\"tenant_id\":\"globex\"");
    assertThat(node.hasDeadline("ReadEntries")).as("whoever reads slowly has the time").isFalse();
    assertThat(node.hasDeadline("ListChains")).isTrue();
  }

  @Test
  void entryThatCannotBeReadIsPrintedAsItIs() {
    AuditEntry odd =
        AuditEntry.newBuilder().setChain("node-1").setIndex(1).setBody("{\"ts\":0}").build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AuditCommands.table(List.of(odd, odd.toBuilder().setIndex(2).build()).iterator())
        .print(
            new Console(
                "beamline-admin",
                new PrintStream(out, true, UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                false));
    assertThat(out.toString(UTF_8).replaceAll(" +", " "))
        .contains("\n 1 - - - - - {\"ts\":0}\n 2 - - - - - {\"ts\":0}\n");
  }

  @Test
  void manyTenantsWithManyUsersAreListed() {
    LimitControl limits = node.router().administration().limits();
    for (int i = 0; i < 20; i++) {
      TenantSettings.Builder settings = TenantSettings.builder("many-" + i);
      IntStream.range(0, 1000)
          .forEach(user -> settings.requestsPerMinuteOf("u".repeat(250) + user, 60L));
      limits.put(settings.build());
    }
    assertThat(shell.answer("tenants")).contains("\nmany-0 1 ", "\nmany-19 1 ");
    for (int i = 0; i < 20; i++) {
      limits.put(TenantSettings.builder("many-" + i).revision(1).build());
    }
  }

  @Test
  void healthIsTold() {
    PolicyDocument unused =
        node.router()
            .policies()
            .put(PolicyDocument.of("hooli", "default", "{\"providers\": [\"openai\"]}"));
    assertThat(shell.answer("health")).isEqualTo(node.plain() + " serves\n");
    assertThat(Shell.keyless("--plaintext", "--target", node.plain()).json("health"))
        .isEqualTo("{\"ok\":true,\"target\":\"" + node.plain() + "\",\"serving\":true}");
  }
}
