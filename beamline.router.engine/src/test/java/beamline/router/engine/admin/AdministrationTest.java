package beamline.router.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.api.admin.TenantList;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.access.Principals;
import beamline.router.spi.AccessStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final String JSON = "{\"providers\":[{\"id\":\"a\",\"weight\":1}]}";
  private static final String OTHER = "{\"providers\":[{\"id\":\"b\",\"weight\":1}]}";

  private final AuditLog log = new AuditLog();
  private final AtomicLong time = new AtomicLong(NOW.toEpochMilli());
  @TempDir private Path folder;
  private RouterEngine router;

  @AfterEach
  void stop() {
    router.close();
  }

  private void start(String... settings) {
    RouterConfig config =
        RouterConfig.defaults()
            .with(
                "admin.credentials-file", Principals.file(folder, "ada", "bob", "eve").toString());
    for (int i = 0; i < settings.length; i += 2) {
      config = config.with(settings[i], settings[i + 1]);
    }
    router =
        RouterEngine.builder()
            .config(config)
            .clock(System::nanoTime, time::get)
            .with(log.sink())
            .build();
  }

  private Administration as(String id) {
    return router.administration(Principals.credentials(id));
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    RouterException refused = catchThrowableOfType(RouterException.class, call);
    return refused == null ? null : refused.code();
  }

  private void assertLast(String line) {
    await()
        .untilAsserted(
            () -> {
              List<AuditLog.Line> lines = log.lines();
              assertThat(lines).isNotEmpty();
              assertThat(lines.get(lines.size() - 1).toString()).startsWith(line);
            });
  }

  @Test
  void whatTheHostChangesIsWrittenDown() {
    start();
    router.policies().put(PolicyDocument.of("acme", "p", JSON));
    assertLast("host upsert policy acme/p {\"checksum\":\"sha256:");
    router.policies().delete(new PolicyKey("acme", "p"), 1);
    assertLast("host delete policy acme/p {\"found\":true,\"revision\":1}");
    router.controls().assignmentsEnabled(false);
    assertLast("host set config /assignment.enabled {\"after\":\"false\",\"before\":\"true\"}");
    router.controls().intakeTenants(TenantList.only("acme"));
    assertLast("host set config /intake.allowed-tenants {\"after\":\"[acme]\"");
    router.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    assertLast("host assign rbac acme/ada {\"role\":\"viewer\"}");
    router.administration().access().revoke("ada", "acme", "viewer");
    assertLast("host revoke rbac acme/ada {\"found\":true,\"role\":\"viewer\"}");
  }

  @Test
  void whatIsSetToWhatItIsAlreadyIsNoChange() {
    start();
    router.controls().assignmentsEnabled(true);
    router.controls().pushTenants(TenantList.all());
    router.policies().put(PolicyDocument.of("acme", "p", JSON));
    assertLast("host upsert");
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void whoIsRefusedAgainAndAgainNeitherFillsTheAuditLogNorHidesOthers() {
    start();
    for (int i = 0; i < 1000; i++) {
      assertThat(refusal(() -> as("eve").policies().list("acme")))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
    assertThat(refusal(() -> as("bob").policies().list("acme"))).isNotNull();
    assertLast("bob list_denied policy acme/");
    time.addAndGet(1000);
    assertThat(refusal(() -> as("eve").policies().list("acme"))).isNotNull();
    assertLast("eve list_denied policy acme/ {\"code\":\"permission_denied\",\"passed_over\":980,");
    assertThat(log.of("eve")).hasSize(21);
  }

  @Test
  void aRefusalDoesNotWaitForTheAuditLog() {
    start("audit.queue-size", "16", "audit.max-wait", "1h");
    log.sink().failWith(new RouterException(ErrorCode.SERVICE_DOWN, "the disk is full"));
    for (int i = 0; i < 100; i++) {
      time.addAndGet(1000);
      assertThat(refusal(() -> as("eve").policies().list("acme")))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
    log.sink().recover();
  }

  @Test
  void whatFailsIsWrittenDownToo() {
    start("quota.max-policies", "1");
    assertThat(refusal(() -> router.policies().put(PolicyDocument.of("acme", "p", "{}"))))
        .isEqualTo(ErrorCode.INVALID_POLICY);
    assertLast("host upsert_failed policy acme/p {\"code\":\"invalid_policy\"}");
    router.policies().put(PolicyDocument.of("acme", "p", JSON));
    assertThat(refusal(() -> router.policies().put(PolicyDocument.of("acme", "q", JSON))))
        .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertLast("host upsert_quota_exceeded policy acme/q {\"code\":\"quota_exceeded\"}");
  }

  @Test
  void whoMayOnlyReadChangesWhatItCreatedAndNothingElse() {
    start("access-store.memory.grants", "ada=operator@acme,bob=operator@acme");
    as("ada").policies().put(PolicyDocument.of("acme", "adas", JSON));
    as("bob").policies().put(PolicyDocument.of("acme", "bobs", JSON));
    router.policies().put(PolicyDocument.of("acme", "hosts", JSON));
    router.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    router.administration().access().revoke("ada", "acme", "operator");

    assertThat(put("ada", "adas", 1)).isNull();
    assertThat(put("ada", "bobs", 1)).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(put("ada", "hosts", 1)).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(put("ada", "new", 0)).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("ada").policies().rollback(key("adas"), 1, 2))).isNull();
    assertThat(refusal(() -> as("ada").policies().delete(key("adas"), 3)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);

    router.administration().access().revoke("ada", "acme", "viewer");
    assertThat(put("ada", "adas", 3)).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void whoOwnedAPolicyDoesNotOwnTheNextOneOfItsName() {
    start("access-store.memory.grants", "ada=operator@acme");
    as("ada").policies().put(PolicyDocument.of("acme", "p", JSON));
    router.policies().delete(key("p"), 1);
    long revision = router.policies().put(PolicyDocument.of("acme", "p", JSON)).revision();
    router.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    router.administration().access().revoke("ada", "acme", "operator");

    assertThat(put("ada", "p", revision)).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void aNewPolicyWhoseOwnerCannotBeKeptIsTakenBackSoThatARepeatStoresBoth() {
    AtomicBoolean away = new AtomicBoolean(true);
    List<String> owners = new ArrayList<>();
    startWith(
        store(
            (name, answer) -> {
              if (name.equals("own")) {
                if (away.get()) {
                  throw new RouterException(ErrorCode.SERVICE_DOWN, "the table of owners is away");
                }
                return owners.add("ada");
              }
              return name.equals("grantsOf")
                  ? List.of(Grant.of("ada", "acme", "operator"))
                  : answer;
            }));
    PolicyDocument document = PolicyDocument.of("acme", "p", JSON);

    assertThat(catchThrowable(() -> as("ada").policies().put(document)))
        .hasMessage(
            "policy acme/p is not stored: its owner cannot be kept: the table of owners is away");
    assertLast("ada delete policy acme/p {\"found\":true,\"revision\":1}");
    assertThat(router.policies().get(key("p"))).isEmpty();

    away.set(false);
    as("ada").policies().put(document);
    assertThat(router.policies().get(key("p"))).isPresent();
    assertThat(owners).containsExactly("ada");
  }

  private ErrorCode put(String who, String policyId, long revision) {
    return refusal(
        () ->
            as(who)
                .policies()
                .put(new PolicyDocument(key(policyId), OTHER, revision, Instant.EPOCH)));
  }

  private static PolicyKey key(String policyId) {
    return new PolicyKey("acme", policyId);
  }

  @Test
  void aRevocationCountsForTheNextCallOfWhoIsAlreadyIn() {
    start("access-store.memory.grants", "ada=viewer@acme");
    Administration ada = as("ada");
    assertThat(ada.policies().list("acme")).isEmpty();

    router.administration().access().revoke("ada", "acme", "viewer");

    assertThat(refusal(() -> ada.policies().list("acme"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertLast(
        "ada list_denied policy acme/"
            + " {\"code\":\"permission_denied\",\"permission\":\"policy:read\"}");
  }

  @Test
  void aGrantCountsUntilItsEndAndNotAMomentLonger() {
    start();
    router
        .administration()
        .access()
        .grant(Grant.of("ada", "acme", "viewer").until(NOW.plus(Duration.ofMinutes(1))));
    assertThat(as("ada").policies().list("acme")).isEmpty();

    time.addAndGet(59_999);
    assertThat(as("ada").policies().list("acme")).isEmpty();
    time.addAndGet(1);

    assertThat(refusal(() -> as("ada").policies().list("acme")))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void aRoleThatIsChangedIsChangedForWhoHasIt() {
    start();
    router.administration().access().putRole(role("reader", Permission.POLICY_READ));
    router.administration().access().grant(Grant.of("ada", "acme", "reader"));
    assertThat(as("ada").policies().list("acme")).isEmpty();

    router.administration().access().putRole(role("reader", Permission.METRICS_READ));

    assertThat(refusal(() -> as("ada").policies().list("acme")))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    router.administration().access().deleteRole("reader");
    assertThat(router.administration().access().grants("acme")).isEmpty();
  }

  private static Role role(String id, Permission... permissions) {
    return new Role(id, "", Set.of(permissions));
  }

  @Test
  void aGrantSaysWhoGaveItWhateverTheCallerSays() {
    start("access-store.memory.grants", "ada=admin@acme");

    Grant stored =
        as("ada")
            .access()
            .grant(new Grant("bob", "acme", "viewer", "root", Instant.MAX, Optional.empty()));

    assertThat(stored.assignedBy()).isEqualTo("ada");
    assertThat(stored.assignedAt()).isEqualTo(NOW);
    assertThat(router.administration().access().grants("acme")).contains(stored);
  }

  @Test
  void nobodyGivesWhatItDoesNotHave() {
    start();
    router.administration().access().putRole(role("granter", Permission.ACCESS_WRITE));
    router.administration().access().grant(Grant.of("ada", "*", "granter"));

    assertThat(refusal(() -> as("ada").access().grant(Grant.of("ada", "*", "admin"))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(
            refusal(
                () ->
                    as("ada")
                        .access()
                        .putRole(role("granter", Permission.ACCESS_WRITE, Permission.AUDIT_READ))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("ada").access().grant(Grant.of("bob", "acme", "granter"))))
        .isNull();
  }

  @Test
  void nobodyGivesWhatItHasForLongerThanItHasIt() {
    start();
    Instant end = NOW.plus(Duration.ofDays(1));
    var access = router.administration().access();
    access.putRole(role("granter", Permission.ACCESS_WRITE));
    access.grant(Grant.of("ada", "*", "granter"));
    access.grant(Grant.of("ada", "*", "admin").until(end));

    assertThat(refusal(() -> as("ada").access().grant(Grant.of("ada", "*", "admin"))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(
            catchThrowable(
                () ->
                    as("ada")
                        .access()
                        .grant(Grant.of("eve", "acme", "viewer").until(end.plusMillis(1)))))
        .hasMessage(
            "ada has policy:read for tenant acme until " + end + " and cannot give it for longer");
    assertLast(
        "ada assign_denied rbac acme/eve {\"code\":\"permission_denied\","
            + "\"permission\":\"policy:read\",\"until\":\"2026-11-29T10:00:00Z\"}");
    assertThat(
            refusal(
                () ->
                    as("ada")
                        .access()
                        .putRole(role("granter", Permission.ACCESS_WRITE, Permission.AUDIT_READ))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(
            refusal(() -> as("ada").access().grant(Grant.of("eve", "acme", "viewer").until(end))))
        .isNull();
    assertThat(refusal(() -> as("ada").access().grant(Grant.of("bob", "acme", "granter"))))
        .isNull();
  }

  @Test
  void whatTwoGrantsGiveIsGivenUntilTheLaterEnd() {
    start("access-store.memory.grants", "ada=admin@acme");
    router
        .administration()
        .access()
        .grant(Grant.of("ada", "*", "admin").until(NOW.plus(Duration.ofDays(1))));

    assertThat(refusal(() -> as("ada").access().grant(Grant.of("bob", "acme", "admin")))).isNull();
    assertThat(refusal(() -> as("ada").access().grant(Grant.of("bob", "globex", "admin"))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void aBuiltInRoleCannotBeChangedAndAnUnknownOneNotGranted() {
    start();
    var access = router.administration().access();
    assertThat(refusal(() -> access.putRole(role("viewer", Permission.AUDIT_READ))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal(() -> access.deleteRole("admin"))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal(() -> access.grant(Grant.of("ada", "acme", "boss"))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(access.roles()).extracting(Role::id).containsExactly("admin", "operator", "viewer");
  }

  @Test
  void whatCannotBeAnIdIsRefusedBeforeItReachesTheStore() {
    start();
    var access = router.administration().access();
    for (String tenant : List.of("", "a b", "x".repeat(256), "a\u0000", "**")) {
      assertThat(catchThrowable(() -> access.grant(Grant.of("ada", tenant, "viewer"))))
          .as(tenant)
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> access.grants(tenant)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(as("ada").policies().list("x".repeat(10_000))).isEmpty();
    assertThat(catchThrowable(() -> as("ada").access().deleteRole("x".repeat(10_000))))
        .isInstanceOf(IllegalArgumentException.class);
    for (String user : List.of("", "a.b", "x".repeat(65))) {
      assertThat(catchThrowable(() -> access.revoke(user, "acme", "viewer")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(catchThrowable(() -> access.permits(user, "acme", Permission.POLICY_READ)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(as("ada").ask(AdminQuestion.DRY_RUN, "{\"tenant_id\":\"a b\",\"policy_id\":\"p\"}"))
        .contains("invalid_request", "tenant_id must be 1 to 255 characters");
  }

  @Test
  void whileTheStoreIsAwayNobodyMayDoAnythingButTheHostAndTheAdministrator() {
    AtomicBoolean away = new AtomicBoolean();
    router =
        RouterEngine.builder()
            .config(
                RouterConfig.defaults()
                    .with("admin.api-key", "break-glass")
                    .with("admin.credentials-file", Principals.file(folder, "ada").toString()))
            .with(log.sink())
            .with(storeThatIsAway(away))
            .build();
    Administration ada = as("ada");
    long revision = router.policies().put(PolicyDocument.of("acme", "p", JSON)).revision();
    away.set(true);

    assertThat(refusal(() -> ada.policies().list("acme"))).isEqualTo(ErrorCode.SERVICE_DOWN);
    assertLast("ada list_denied policy acme/ {\"code\":\"service_down\"}");
    assertThat(refusal(() -> ada.controls().assignmentsEnabled(false)))
        .isEqualTo(ErrorCode.SERVICE_DOWN);
    assertThat(router.controls().assignmentsEnabled()).isTrue();
    router.policies().put(new PolicyDocument(key("p"), OTHER, revision, Instant.EPOCH));
    Administration admin = router.administration(new Credentials.ApiKey("break-glass"));
    assertThat(admin.principal()).isEqualTo("admin");
    assertThat(admin.policies().list("acme")).hasSize(1);
  }

  @Test
  void nobodyCreatesAPolicyWhoseFormerOwnerCannotBeTakenOff() {
    AtomicBoolean away = new AtomicBoolean();
    router =
        RouterEngine.builder()
            .config(RouterConfig.defaults().with("admin.api-key", "break-glass"))
            .with(log.sink())
            .with(storeThatIsAway(away))
            .build();
    long revision = router.policies().put(PolicyDocument.of("acme", "p", JSON)).revision();
    Administration admin = router.administration(new Credentials.ApiKey("break-glass"));
    away.set(true);

    assertThat(router.policies().delete(key("p"), revision)).isTrue();
    for (Administration who : List.of(router.administration(), admin)) {
      assertThat(catchThrowable(() -> who.policies().put(PolicyDocument.of("acme", "p", JSON))))
          .hasMessage(
              "policy acme/p is not stored: a former owner of its name cannot be taken off: the store"
                  + " is away");
      assertThat(router.policies().get(key("p"))).isEmpty();
    }
    away.set(false);
    admin.policies().put(PolicyDocument.of("acme", "p", JSON));
    assertThat(router.policies().get(key("p"))).isPresent();
  }

  @Test
  void aStoreThatCannotSayWhoOwnsAPolicyIsDownForWhoMayOnlyRead() {
    startWith(
        store(
            (name, answer) -> {
              if (name.equals("owner")) {
                throw new IllegalStateException("no table of owners");
              }
              return name.equals("grantsOf") ? List.of(Grant.of("ada", "acme", "viewer")) : answer;
            }));

    assertThat(put("ada", "p", 1)).isEqualTo(ErrorCode.SERVICE_DOWN);
    assertLast("ada upsert_denied policy acme/p {\"code\":\"service_down\"}");
  }

  @Test
  void aChangeThatFailsInAWayNobodyThoughtOfIsWrittenDown() {
    startWith(
        store(
            (name, answer) -> {
              if (name.equals("grant")) {
                throw new IllegalStateException("no table of grants");
              }
              return answer;
            }));

    assertThat(
            catchThrowable(
                () -> router.administration().access().grant(Grant.of("ada", "acme", "viewer"))))
        .isInstanceOf(IllegalStateException.class);
    assertLast("host assign_failed rbac acme/ada {\"code\":\"internal_error\"}");
  }

  private void startWith(AccessStore store) {
    router =
        RouterEngine.builder()
            .config(
                RouterConfig.defaults()
                    .with("admin.credentials-file", Principals.file(folder, "ada").toString()))
            .with(log.sink())
            .with(store)
            .build();
  }

  /** Answers by the name of what is asked, and what an empty store answers. */
  private static AccessStore store(BiFunction<String, Object, Object> answers) {
    return (AccessStore)
        Proxy.newProxyInstance(
            AccessStore.class.getClassLoader(),
            new Class<?>[] {AccessStore.class},
            (proxy, method, arguments) ->
                answers.apply(
                    method.getName(), method.getReturnType() == List.class ? List.of() : null));
  }

  private static AccessStore storeThatIsAway(AtomicBoolean away) {
    RouterException down = new RouterException(ErrorCode.SERVICE_DOWN, "the store is away");
    return (AccessStore)
        Proxy.newProxyInstance(
            AccessStore.class.getClassLoader(),
            new Class<?>[] {AccessStore.class},
            (proxy, method, arguments) -> {
              if (away.get()) {
                throw down;
              }
              return method.getReturnType() == List.class ? List.of() : null;
            });
  }

  @Test
  void withoutRolesWhoShowsAKeyMayDoEverythingAndNobodyElse() {
    start("rbac.enabled", "false");
    as("eve").policies().put(PolicyDocument.of("acme", "p", JSON));
    assertLast("eve upsert policy acme/p");
    assertThat(refusal(() -> router.administration(new Credentials.ApiKey("another"))))
        .isEqualTo(ErrorCode.UNAUTHENTICATED);
  }

  @Test
  void anAnonymousCallerOnlyLooks() {
    start("admin.anonymous", "true");
    Administration anonymous = router.administration(new Credentials.None());
    assertThat(anonymous.principal()).isEqualTo("anonymous");
    assertThat(anonymous.policies().list("acme")).isEmpty();
    assertThat(refusal(() -> anonymous.policies().put(PolicyDocument.of("acme", "p", JSON))))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> anonymous.controls().assignmentsEnabled()))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void anImportIsWrittenDownPolicyByPolicyAndItsPoliciesAreOwned() throws IOException {
    start("access-store.memory.grants", "ada=operator@*");
    Path policies = folder.resolve("policies");
    Files.createDirectories(policies.resolve("acme"));
    Files.writeString(policies.resolve("acme/p.json"), JSON);

    as("ada").policies().importFrom(policies);

    assertLast("ada import policy acme/p {\"checksum\":\"sha256:");
    assertThat(log.of("ada")).asString().endsWith("\"created\":true,\"revision\":1}]");
    router.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    router.administration().access().revoke("ada", "*", "operator");
    assertThat(put("ada", "p", 1)).isNull();
  }

  @Test
  void anImportStoresNothingThatTheAuditLogHasNoPlaceFor() throws IOException {
    start("audit.queue-size", "16", "audit.when-full", "reject", "quota.max-policies", "100");
    Path policies = folder.resolve("policies");
    Files.createDirectories(policies.resolve("acme"));
    for (int i = 10; i < 30; i++) {
      Files.writeString(policies.resolve("acme/p" + i + ".json"), JSON);
    }
    log.sink().failWith(new RouterException(ErrorCode.SERVICE_DOWN, "the disk is full"));

    assertThat(catchThrowable(() -> router.policies().importFrom(policies)))
        .hasMessageStartingWith("the import stopped before policy acme/p26: the audit log cannot");
    assertThat(refusal(() -> router.policies().importFrom(policies)))
        .isEqualTo(ErrorCode.SERVICE_OVERLOADED);
    assertThat(router.policies().list("acme")).hasSize(16);

    log.sink().recover();
    await()
        .untilAsserted(() -> assertThat(log.lines()).extracting(AuditLog.Line::action).hasSize(16));
    assertThat(log.lines()).extracting(AuditLog.Line::action).containsOnly("import");
  }

  @Test
  void aFullAuditLogStopsEveryChangeButTheEndOfAssignments() {
    start("audit.queue-size", "16", "audit.when-full", "reject", "quota.max-policies", "100");
    log.sink().failWith(new RouterException(ErrorCode.SERVICE_DOWN, "the disk is full"));
    for (int i = 0; i < 16; i++) {
      router.policies().put(PolicyDocument.of("acme", "p" + i, JSON));
    }
    var controls = router.controls();

    assertThat(refusal(() -> controls.intakeTenants(TenantList.only("acme"))))
        .isEqualTo(ErrorCode.SERVICE_OVERLOADED);
    assertThat(controls.intakeTenants()).isEqualTo(TenantList.all());
    assertThat(refusal(() -> controls.assignmentsEnabled(false))).isNull();
    assertThat(controls.assignmentsEnabled()).isFalse();
    assertThat(refusal(() -> controls.assignmentsEnabled(true)))
        .isEqualTo(ErrorCode.SERVICE_OVERLOADED);
    assertThat(controls.assignmentsEnabled()).isFalse();
    log.sink().recover();
  }

  @Test
  void nothingIsAdministeredOnceTheRouterIsClosed() {
    start("access-store.memory.grants", "ada=admin@*");
    Administration ada = as("ada");
    router.close();
    assertThat(refusal(() -> router.administration())).isEqualTo(ErrorCode.SERVICE_DOWN);
    assertThat(refusal(() -> as("ada"))).isEqualTo(ErrorCode.SERVICE_DOWN);
    assertThat(refusal(() -> ada.policies().list("acme"))).isEqualTo(ErrorCode.SERVICE_DOWN);
  }

  @Test
  void questionsAreAnsweredOrAnsweredWhyNot() {
    start("access-store.memory.grants", "ada=viewer@acme");
    for (Map.Entry<String, String> asked :
        Map.of(
                "no json", "invalid_request",
                "[]", "invalid_request",
                "{\"tenant_id\":\"acme\"}", "invalid_request",
                "{\"tenant_id\":\"acme\",\"policy_id\":\"p\"}", "policy_not_found")
            .entrySet()) {
      assertThat(refusalOr(() -> as("ada").ask(AdminQuestion.COMPLEXITY, asked.getKey())))
          .as(asked.getKey())
          .contains(asked.getValue());
    }
    assertThat(refusal(() -> as("ada").ask(AdminQuestion.COMPLEXITY, "{}")))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  private static String refusalOr(Callable<String> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
