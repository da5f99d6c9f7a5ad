package beamline.router.engine.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.api.policy.PolicyTransfer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with policies, from the first put to the last rollback. */
class PolicyLifecycleTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  private RouterEngine router;
  private Policies policies;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    router =
        RouterEngine.builder()
            .config(
                RouterConfig.builder()
                    .set("quota.max-policies", "3")
                    .set("quota.max-rules-per-policy", "2")
                    .set("quota.max-providers-per-policy", "2")
                    .build())
            .build();
    policies = router.policies();
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private static String policy(String... providers) {
    return Stream.of(providers)
        .map(name -> "{\"name\":\"" + name + "\",\"weight\":1}")
        .collect(Collectors.joining(",", "{\"providers\":[", "]}"));
  }

  private long put(String json, long revision) {
    return policies.put(new PolicyDocument(KEY, json, revision, Instant.EPOCH)).revision();
  }

  private String provider() {
    return router
        .decide(RouteRequest.builder("acme", "text.generate").build())
        .orThrow()
        .providerId();
  }

  private void write(String file, String json) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, json);
  }

  private static List<Outcome> outcomes(PolicyTransfer transfer) {
    return transfer.items().stream().map(PolicyTransfer.Item::outcome).toList();
  }

  @Test
  void theHistoryIsNewestFirst() {
    long second = put(policy("b"), put(policy("a"), 0));
    assertThat(PolicyChange.documents(policies.history(KEY, 10)))
        .extracting(PolicyDocument::json)
        .containsExactly(policy("b"), policy("a"));
    assertThat(policies.history(KEY, 1)).extracting(PolicyChange::revision).containsExactly(second);
  }

  @Test
  void aRollbackIsANewRevisionWithTheFormerText() {
    long first = put(policy("a"), 0);
    long second = put(policy("b"), first);
    assertThat(provider()).isEqualTo("b");
    PolicyDocument back = policies.rollback(KEY, first, second);
    assertThat(back.revision()).isGreaterThan(second);
    assertThat(back.json()).isEqualTo(policy("a"));
    assertThat(provider()).isEqualTo("a");
  }

  @Test
  void aDeletedPolicyCanBeBroughtBack() {
    long first = put(policy("a"), 0);
    policies.delete(KEY, first);
    assertThat(policies.history(KEY, 1)).containsExactly(new PolicyChange.Removed(KEY, first));
    PolicyDocument back = policies.rollback(KEY, first, 0);
    assertThat(provider()).isEqualTo("a");
    long next = put(policy("b"), back.revision());
    policies.rollback(KEY, first, next);
    assertThat(provider()).isEqualTo("a");
  }

  @Test
  void aRollbackThatExpectsAnotherRevisionConflictsAndNamesBoth() {
    long first = put(policy("a"), 0);
    long second = put(policy("b"), first);
    assertThatThrownBy(() -> policies.rollback(KEY, first, first))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_CONFLICT))
        .hasMessage(
            "policy acme/default is at revision " + second + ", the change expected " + first);
  }

  @Test
  void aRollbackToARevisionThatIsNotThereSaysWhichAre() {
    long first = put(policy("a"), 0);
    long second = put(policy("b"), first);
    assertThatThrownBy(() -> policies.rollback(KEY, 77, second))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_NOT_FOUND))
        .hasMessage(
            "policy acme/default has no revision 77, the store has " + second + ", " + first);
  }

  @Test
  void aPolicyWithMoreThanItMayHaveIsRefused() {
    assertThatThrownBy(() -> put(policy("a", "b", "c"), 0))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
        .hasMessage(
            "policy acme/default: providers are 3, may be 2 (quota.max-providers-per-policy)");
    String rule = "{\"when\":{\"status\":\"timeout\"},\"to\":\"a\"}";
    String rules = policy("a").replace("}]}", "}],\"fallbacks\":[%1$s,%1$s,%1$s]}").formatted(rule);
    assertThatThrownBy(() -> put(rules, 0))
        .hasMessage("policy acme/default: fallbacks are 3, may be 2 (quota.max-rules-per-policy)");
    assertThat(policies.check(PolicyDocument.of("acme", "default", rules)).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("fallbacks");
    assertThat(policies.list("acme")).isEmpty();
  }

  @Test
  void ofManyWhoStoreAtTheSameTimeNoMoreAreLetInThanTheTenantMayHave() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<ErrorCode>> puts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        PolicyDocument document = PolicyDocument.of("acme", "p" + i, policy("a"));
        puts.add(
            () -> {
              try {
                policies.put(document);
                return null;
              } catch (RouterException e) {
                return e.code();
              }
            });
      }
      List<ErrorCode> refused = new ArrayList<>();
      for (Future<ErrorCode> put : pool.invokeAll(puts)) {
        if (put.get() != null) {
          refused.add(put.get());
        }
      }
      assertThat(refused).hasSize(13).containsOnly(ErrorCode.QUOTA_EXCEEDED);
      assertThat(policies.list("acme")).hasSize(3);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aTenantThatIsFullMayStillChangeItsPolicies() {
    long revision = put(policy("a"), 0);
    policies.put(PolicyDocument.of("acme", "second", policy("a")));
    policies.put(PolicyDocument.of("acme", "third", policy("a")));
    put(policy("b"), revision);
    assertThatThrownBy(() -> policies.put(PolicyDocument.of("acme", "fourth", policy("a"))))
        .hasMessage(
            "policy acme/fourth is one too many: tenant acme may have 3 policies"
                + " (quota.max-policies)");
  }

  @Test
  void whatIsExportedCanBeImported() throws IOException {
    policies.put(PolicyDocument.of("acme", "a:b/c", policy("a")));
    policies.put(PolicyDocument.of(".acme", ".p", " " + policy("b") + "\n"));
    assertThat(outcomes(policies.exportTo(folder)))
        .containsExactly(Outcome.CREATED, Outcome.CREATED);
    assertThat(outcomes(policies.exportTo(folder)))
        .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
    assertThat(outcomes(policies.importFrom(folder)))
        .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
    try (RouterEngine other = RouterEngine.builder().build()) {
      assertThat(outcomes(other.policies().tryImport(folder)))
          .containsExactly(Outcome.CREATED, Outcome.CREATED);
      assertThat(other.policies().list("acme")).isEmpty();
      PolicyTransfer transfer = other.policies().importFrom(folder);
      assertThat(transfer.done()).isTrue();
      assertThat(other.policies().get(new PolicyKey(".acme", ".p")).orElseThrow().json())
          .isEqualTo(" " + policy("b") + "\n");
      assertThat(other.policies().list("acme")).hasSize(1);
    }
  }

  @Test
  void anImportWithAnInvalidPolicyChangesNothing() throws IOException {
    put(policy("a"), 0);
    write("acme/default.json", policy("b"));
    write("acme/broken.json", "{\"providers\":[{\"name\":\"a\",\"weight\":-1}]}");
    PolicyTransfer transfer = policies.importFrom(folder);
    assertThat(transfer.done()).isFalse();
    assertThat(outcomes(transfer)).containsExactly(Outcome.INVALID, Outcome.UPDATED);
    assertThat(transfer.items().get(0).problems().get(0).path()).isEqualTo("providers[0].weight");
    assertThat(provider()).isEqualTo("a");
  }

  @Test
  void anImportOfMoreThanFitsChangesNothingAndSaysSoBeforehand() throws IOException {
    for (int i = 0; i < 4; i++) {
      write("acme/p" + i + ".json", policy("a"));
    }
    assertThat(policies.tryImport(folder).items()).isEqualTo(policies.importFrom(folder).items());
    PolicyTransfer transfer = policies.importFrom(folder);
    assertThat(transfer.done()).isFalse();
    assertThat(policies.list("acme")).isEmpty();
    assertThat(outcomes(transfer))
        .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.CREATED, Outcome.REFUSED);
    assertThat(transfer.items().get(3).problems().get(0).message()).contains("quota.max-policies");
  }

  @Test
  void aFileThatIsNotNamedAsAPolicyIsIsNamed() throws IOException {
    write("acme/what is this.json", policy("a"));
    assertThatThrownBy(() -> policies.importFrom(folder))
        .hasMessageEndingWith(
            "what is this.json is not named as a policy is: <tenant>/<policy>.json");
  }

  @Test
  void manyPoliciesOfManyTenantsAreAllFoundAfterChanges() {
    IntStream.range(0, 3_000)
        .forEach(i -> policies.put(PolicyDocument.of("t" + i, "default", policy("p" + i % 7))));
    for (int i = 0; i < 3_000; i += 3) {
      policies.delete(new PolicyKey("t" + i, "default"), 1);
    }
    for (int i = 0; i < 3_000; i++) {
      RouteRequest request = RouteRequest.builder("t" + i, "text.generate").build();
      if (i % 3 == 0) {
        assertThat(router.explain(request).policyVersion()).isEmpty();
      } else {
        assertThat(router.decide(request).orThrow().providerId()).isEqualTo("p" + i % 7);
      }
    }
    assertThat(router.health().toString()).contains("2000 policies in force");
  }
}
