package beamline.router.engine.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyTransfer.Item;
import beamline.router.api.policy.PolicyTransfer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of decisions when the store of the policies is slow, down, late or wrong. */
class StoreTroubleTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  private final HeldStore store = new HeldStore();

  private static String policy(String provider) {
    return "{\"providers\":[{\"name\":\"" + provider + "\",\"weight\":1}]}";
  }

  private RouterEngine router(String... settings) {
    RouterConfig.Builder config = RouterConfig.builder();
    for (int i = 0; i < settings.length; i += 2) {
      config.set(settings[i], settings[i + 1]);
    }
    return RouterEngine.builder().config(config.build()).with(store).build();
  }

  private static RouteOutcome ask(RouterEngine router, String tenant) {
    return router.decide(RouteRequest.builder(tenant, "text.generate").build());
  }

  private static String provider(RouterEngine router) {
    return ask(router, "acme").orThrow().providerId();
  }

  private static Health.Component policies(RouterEngine router) {
    return router.health().components().stream()
        .filter(component -> component.name().equals("policies"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStoreThatIsDownStopsNoDecisionOnKnownPoliciesAndShowsInHealth() {
    store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      store.down();
      assertThat(provider(router)).isEqualTo("a");
      assertThat(policies(router).status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(policies(router).detail()).contains("the test's store is down");
      PolicyDocument change = new PolicyDocument(KEY, policy("b"), 1, Instant.EPOCH);
      assertThatThrownBy(() -> router.policies().put(change))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN));
      assertThat(provider(router)).isEqualTo("a");
      store.up();
      assertThat(policies(router).status()).isEqualTo(Health.Status.UP);
      router.policies().put(change);
      assertThat(provider(router)).isEqualTo("b");
    }
  }

  @Test
  void aStoreThatTakesForeverStopsNoDecision() throws Exception {
    store.store("acme", "default", policy("a"));
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    store.afterWriting(
        () -> {
          asked.countDown();
          awaitUninterruptibly(answered);
        });
    try (RouterEngine router = router()) {
      CompletableFuture<PolicyDocument> slow =
          CompletableFuture.supplyAsync(
              () -> router.policies().put(PolicyDocument.of("globex", "default", policy("b"))));
      asked.await();
      assertThat(provider(router)).isEqualTo("a");
      assertThat(policies(router).status()).isEqualTo(Health.Status.UP);
      answered.countDown();
      slow.join();
      assertThat(ask(router, "globex").orThrow().providerId()).isEqualTo("b");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void unknownTenantsAndPoliciesNeverReachTheStore() {
    store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      int before = store.calls();
      for (int i = 0; i < 1_000; i++) {
        assertThat(ask(router, "nobody-" + i)).isInstanceOf(RouteRejection.class);
      }
      assertThat(store.calls()).isEqualTo(before);
    }
  }

  @Test
  void garbageIsSetAsideWhileTheLastGoodRevisionDecides() {
    store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      store.tell(new PolicyChange.Updated(store.store("acme", "default", "not even JSON")));
      assertThat(provider(router)).isEqualTo("a");
      assertThat(router.policies().quarantined()).containsKey(KEY);
      assertThat(policies(router).detail()).contains("1 set aside: [acme/default]");
      store.tell(store.corrupt(KEY, "the disk is on fire"));
      assertThat(router.policies().quarantined().get(KEY).toString()).contains("on fire");
      store.tell(new PolicyChange.Updated(store.store("acme", "default", policy("c"))));
      assertThat(provider(router)).isEqualTo("c");
      assertThat(router.policies().quarantined()).isEmpty();
    }
  }

  @Test
  void anEngineThatStartsWithABrokenPolicyDecidesByItsLastGoodRevision() {
    store.store("acme", "default", policy("a"));
    store.store("acme", "default", policy("b"));
    store.store("acme", "default", "{\"providers\":17}");
    try (RouterEngine router = router()) {
      RouteDecision decision = ask(router, "acme").orThrow();
      assertThat(decision.providerId()).isEqualTo("b");
      assertThat(decision.policyRevision()).isEqualTo(2);
      assertThat(router.policies().quarantined()).containsKey(KEY);
    }
  }

  @Test
  void whatCouldNotBeReadIsForgottenOnceItIsToldAgainOrRemoved() {
    PolicyDocument good = store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      store.tell(new PolicyChange.Unreadable(KEY, good.revision(), "half a file"));
      assertThat(router.policies().quarantined()).containsKey(KEY);
      store.tell(new PolicyChange.Updated(good));
      assertThat(router.policies().quarantined()).isEmpty();

      PolicyKey never = new PolicyKey("acme", "never-good");
      store.tell(new PolicyChange.Unreadable(never, 0, "half a file"));
      assertThat(router.policies().quarantined()).containsKey(never);
      store.tell(new PolicyChange.Removed(never, 0));
      assertThat(router.policies().quarantined()).isEmpty();
    }
  }

  @Test
  void anEngineThatStartsWithWhatCannotBeReadDecidesByTheLastGoodRevision() {
    store.store("acme", "default", policy("a"));
    store.store("acme", "default", "{\"providers\":17}");
    long broken = store.corrupt(KEY, "is not UTF-8").revision();
    try (RouterEngine router = router()) {
      assertThat(provider(router)).isEqualTo("a");
      assertThat(router.policies().quarantined().get(KEY).toString()).contains("is not UTF-8");
      assertThat(policies(router).detail()).contains("1 set aside: [acme/default]");
      assertThatThrownBy(() -> router.policies().get(KEY))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_POLICY))
          .hasMessage(
              "policy acme/default cannot be read: is not UTF-8; a change that expects revision "
                  + broken
                  + " replaces it");
      router.policies().put(new PolicyDocument(KEY, policy("b"), broken, Instant.EPOCH));
      assertThat(provider(router)).isEqualTo("b");
      assertThat(router.policies().quarantined()).isEmpty();
    }
  }

  @Test
  void anExportNamesWhatCannotBeReadAndAnImportReplacesIt(@TempDir Path folder) throws IOException {
    store.corrupt(KEY, "is not UTF-8");
    Files.createDirectories(folder.resolve("acme"));
    Files.writeString(folder.resolve("acme/default.json"), policy("a"));
    try (RouterEngine router = router()) {
      assertThat(router.policies().exportTo(folder).items())
          .containsExactly(
              new Item(KEY, Outcome.INVALID, List.of(new PolicyProblem("", "is not UTF-8"))));
      assertThat(router.policies().importFrom(folder).items())
          .containsExactly(new Item(KEY, Outcome.UPDATED, List.of()));
      assertThat(provider(router)).isEqualTo("a");
    }
  }

  @Test
  void anEngineThatStartsLooksForNoGoodRevisionBeforeARemoval() {
    PolicyKey other = new PolicyKey("acme", "other");
    for (PolicyKey key : List.of(KEY, other)) {
      store.store("acme", key.policyId(), policy("a"));
      store.remove(key);
    }
    store.store("acme", "default", "not even JSON");
    store.corrupt(other, "is not UTF-8");
    try (RouterEngine router = router()) {
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
      assertThat(router.policies().quarantined()).containsOnlyKeys(KEY, other);
      assertThat(
              router.decide(
                  RouteRequest.builder("acme", "text.generate").policyId("other").build()))
          .isInstanceOf(RouteRejection.class);
    }
  }

  @Test
  void whatCannotBeReadAndIsOlderThanWhatDecidesIsNoNews() {
    store.store("acme", "default", policy("a"));
    PolicyChange broken = store.corrupt(KEY, "half a file");
    store.store("acme", "default", policy("b"));
    try (RouterEngine router = router()) {
      store.tell(broken);
      assertThat(provider(router)).isEqualTo("b");
      assertThat(router.policies().quarantined()).isEmpty();
    }
  }

  @Test
  void whatWasRemovedIsNotBroughtBackByItsHistory() {
    store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      store.tell(store.remove(KEY));
      store.tell(store.corrupt(KEY, "half a file"));
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
      assertThat(router.policies().quarantined()).containsKey(KEY);
    }
  }

  @Test
  void anEngineWaitsForAStoreThatIsOnlyJustStarting() {
    store.store("acme", "default", policy("a"));
    store.down(3);
    try (RouterEngine router = router("policy-store.start-timeout", "1h")) {
      assertThat(provider(router)).isEqualTo("a");
    }
  }

  @Test
  void anEngineGivesUpOnAStoreThatStaysDown() {
    store.down();
    assertThatThrownBy(() -> router("policy-store.start-timeout", "0s"))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("the test's store is down");
  }

  @Test
  void aPolicyThatIsDeletedWhileTheEngineStartsStaysDeleted() {
    PolicyDocument document = store.store("acme", "default", policy("a"));
    store.beforeReading(
        () -> store.tell(new PolicyChange.Removed(document.key(), document.revision())));
    try (RouterEngine router = router()) {
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
    }
  }

  @Test
  void lateNewsDoesNotUndoNewerChanges() {
    try (RouterEngine router = router()) {
      PolicyDocument first =
          router.policies().put(PolicyDocument.of("acme", "default", policy("a")));
      assertThat(router.policies().delete(KEY, first.revision())).isTrue();
      store.tell(new PolicyChange.Updated(first));
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
      router.policies().put(PolicyDocument.of("acme", "default", policy("b")));
      store.tell(new PolicyChange.Removed(KEY, first.revision()));
      assertThat(provider(router)).isEqualTo("b");
    }
  }

  @Test
  void aStoreThatFailsAfterItHasStoredFailsNothing() {
    try (RouterEngine router = router()) {
      store.afterWriting(store::down);
      router.policies().put(PolicyDocument.of("acme", "default", policy("a")));
      assertThat(provider(router)).isEqualTo("a");
    }
  }
}
