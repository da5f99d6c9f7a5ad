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
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore.Change;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

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
      store.tell(new Change.Updated(store.store("acme", "default", "not even JSON")));
      assertThat(provider(router)).isEqualTo("a");
      assertThat(router.policies().quarantined()).containsKey(KEY);
      assertThat(policies(router).detail()).contains("1 set aside: [acme/default]");
      store.tell(new Change.Unreadable(KEY, "the disk is on fire"));
      assertThat(router.policies().quarantined().get(KEY).toString()).contains("on fire");
      store.tell(new Change.Updated(store.store("acme", "default", policy("c"))));
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
      store.tell(new Change.Unreadable(KEY, "half a file"));
      assertThat(router.policies().quarantined()).containsKey(KEY);
      store.tell(new Change.Updated(good));
      assertThat(router.policies().quarantined()).isEmpty();

      PolicyKey never = new PolicyKey("acme", "never-good");
      store.tell(new Change.Unreadable(never, "half a file"));
      assertThat(router.policies().quarantined()).containsKey(never);
      store.tell(new Change.Removed(never, 0));
      assertThat(router.policies().quarantined()).isEmpty();
    }
  }

  @Test
  void theLastGoodRevisionDecidesWhereTheNewestCannotBeReadAtAll() {
    store.store("acme", "default", policy("a"));
    store.hide("acme", "default");
    try (RouterEngine router = router()) {
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
      store.tell(new Change.Unreadable(KEY, "half a file"));
      assertThat(provider(router)).isEqualTo("a");
      assertThat(router.policies().quarantined()).containsKey(KEY);
    }
  }

  @Test
  void whatWasRemovedIsNotBroughtBackByItsHistory() {
    PolicyDocument removed = store.store("acme", "default", policy("a"));
    try (RouterEngine router = router()) {
      store.hide("acme", "default");
      store.tell(new Change.Removed(KEY, removed.revision()));
      store.tell(new Change.Unreadable(KEY, "half a file"));
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
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
    store.beforeReading(() -> store.tell(new Change.Removed(document.key(), document.revision())));
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
      store.tell(new Change.Updated(first));
      assertThat(ask(router, "acme")).isInstanceOf(RouteRejection.class);
      router.policies().put(PolicyDocument.of("acme", "default", policy("b")));
      store.tell(new Change.Removed(KEY, first.revision()));
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
