package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.engine.flow.MemoryBus;
import beamline.router.engine.flow.Providers;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.spi.Transport;
import beamline.router.testkit.TestComponentContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine that is built while its tenant store cannot be reached. */
class LateTenantStoreTest {
  private final TestComponentContext context = TestComponentContext.builder().build();
  private final PolicyStore policies =
      Providers.named(PolicyStoreProvider.class, "memory").create(context);
  private final TenantStore tenants =
      Providers.named(TenantStoreProvider.class, "memory").create(context);
  private final DistantStore store = new DistantStore(tenants);

  @BeforeEach
  void everybodyMayAskOnce() {
    policies.put(PolicyDocument.of("acme", "default", "{\"providers\":[{\"id\":\"a\"}]}"), 0);
    tenants.put(TenantSettings.builder("acme").requestsPerMinute(1L).maxPolicies(1).build(), 0);
    store.down(true);
  }

  @AfterEach
  void stop() {
    policies.close();
    tenants.close();
    context.close();
  }

  @Test
  void refusesEverybodyUntilItKnowsTheLimitsAndThenKeepsThem() {
    try (TestRouter router = new TestRouter(policies, store)) {
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.SERVICE_DOWN);
      assertThat(router.refusal(Map.of()).retryAfter()).isPresent();
      assertThat(tenants(router.engine()))
          .isEqualTo(
              new Health.Component(
                  "tenants",
                  Health.Status.DOWN,
                  "limits are not known yet, the store cannot be reached"));
      PolicyDocument second = PolicyDocument.of("acme", "second", "{\"providers\":[]}");
      assertThatThrownBy(() -> router.engine().policies().put(second))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN));

      store.down(false);
      await().until(() -> router.ask(Map.of()) instanceof RouteDecision);
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
      assertThat(tenants(router.engine()).status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void takesNothingFromTheBusThatItCouldNotDecideOrCharge() {
    try (MemoryBus bus = new MemoryBus()) {
      Transport transport = bus.node();
      try (RouterEngine engine =
          RouterEngine.builder().with(transport).with(policies).with(store).build()) {
        engine.start();
        assertThat(transport.state()).isEqualTo(Transport.State.DISCONNECTED);
        store.down(false);
        await().until(() -> engine.health().status() == Health.Status.UP);
        assertThat(engine.health().components())
            .anySatisfy(part -> assertThat(part.detail()).startsWith("serving"));
      }
    }
  }

  @Test
  void isNotBuiltOnAStoreThatWillNotBeReadByTryingAgain() {
    store.refuse();
    assertThatThrownBy(() -> new TestRouter(policies, store)).hasMessage("the password is wrong");
  }

  @Test
  void triesAgainWhateverAStoreOfSomebodyElseThrows() {
    store.fail(new IllegalStateException("the pool is empty"));
    try (TestRouter router = new TestRouter(policies, store)) {
      assertThat(tenants(router.engine()).detail()).endsWith("the pool is empty");
      store.down(false);
      await().until(() -> router.ask(Map.of()) instanceof RouteDecision);
    }
  }

  @Test
  void saysThatTheConfigurationIsWrongWhenThatTurnsOutLaterAndTriesAgain() {
    try (TestRouter router = new TestRouter(policies, store)) {
      store.refuse();
      await()
          .untilAsserted(
              () -> {
                assertThat(tenants(router.engine()).status()).isEqualTo(Health.Status.DOWN);
                assertThat(tenants(router.engine()).detail()).endsWith("the password is wrong");
              });
      store.down(false);
      await().until(() -> router.ask(Map.of()) instanceof RouteDecision);
    }
  }

  @Test
  void leavesNoWatchWhenItIsClosedAsOneBegins() {
    CompletableFuture<Void> begins = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    store.beforeWatching(
        () -> {
          begins.complete(null);
          closed.join();
        });
    RouterEngine engine =
        RouterEngine.builder().executor(executor).with(policies).with(store).build();
    store.down(false);
    begins.join();
    engine.close();
    closed.complete(null);
    executor.shutdown();
    await().until(executor::isTerminated);
    assertThat(store.watches()).isZero();
  }

  @Test
  void drainsWhatItHadBegunToConnect() throws InterruptedException {
    CompletableFuture<Void> connecting = new CompletableFuture<>();
    CompletableFuture<Void> released = new CompletableFuture<>();
    List<String> calls = new CopyOnWriteArrayList<>();
    try (MemoryBus bus = new MemoryBus()) {
      Transport slow =
          seenBy(
              bus.node(),
              method -> {
                if (method.equals("connect")) {
                  connecting.complete(null);
                  released.join();
                }
                calls.add(method);
              });
      try (RouterEngine engine =
          RouterEngine.builder().with(slow).with(policies).with(store).build()) {
        engine.start();
        store.down(false);
        connecting.join();
        Thread drain = new Thread(() -> engine.drain(Duration.ofSeconds(10)));
        drain.start();
        await().until(() -> drain.getState() == Thread.State.WAITING || !drain.isAlive());
        released.complete(null);
        drain.join();
        assertThat(calls).containsSubsequence("connect", "drain");
      }
    }
  }

  /** A transport of which somebody sees each call before it is made. */
  private static Transport seenBy(Transport transport, Consumer<String> seen) {
    return (Transport)
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(),
            new Class<?>[] {Transport.class},
            (proxy, method, arguments) -> {
              seen.accept(method.getName());
              return method.invoke(transport, arguments);
            });
  }

  private static Health.Component tenants(RouterEngine engine) {
    return engine.health().components().stream()
        .filter(part -> part.name().equals("tenants"))
        .findFirst()
        .orElseThrow();
  }
}
