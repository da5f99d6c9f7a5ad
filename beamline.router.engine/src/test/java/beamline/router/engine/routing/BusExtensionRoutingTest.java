package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.flow.MemoryBus;
import beamline.router.engine.flow.Served;
import beamline.router.spi.Extension.Kind;
import beamline.router.spi.Transport;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Registered extensions, with a clock that only the test moves. */
class BusExtensionRoutingTest {
  private static final String PROVIDERS = "'providers':[{'name':'a','weight':1}]";
  private static final String REQUIRED = "'pre':[{'id':'tag','mode':'required'}]";
  private static final RouterConfig DEFAULTS = RouterConfig.defaults();
  private static final RouterConfig GUARDED =
      DEFAULTS
          .with("extension.breaker-enabled", "true")
          .with("extension.breaker-failure-threshold", "3")
          .with("extension.breaker-open-time", "30s");

  private final MemoryBus bus = new MemoryBus();

  @AfterEach
  void stop() {
    bus.close();
  }

  @Test
  void aVersionServesWhomItsRulesAreFor() {
    Served one = Served.answering(bus, "ext.one", "{}");
    Served two = Served.answering(bus, "ext.two", "{}");
    try (TestRouter router = router(DEFAULTS)) {
      register(
          router,
          "{'type':'pre','subject':'ext.one','config':{'level':1},'versions':["
              + "{'version':'v2','subject':'ext.two','config':{'level':2},"
              + "'routing_rules':{'tenant_id':['other','acme'],'environment':'test'}},"
              + "{'version':'v3','subject':'ext.nobody','routing_rules':{'tenant_id':'other'}}]}");

      router.decide(Map.of("environment", "test"));
      router.decide(Map.of("environment", "prod"));

      assertThat(two.requests()).hasSize(1);
      assertThat(two.requests().get(0).at("/config/level").asInt()).isEqualTo(2);
      assertThat(one.requests()).hasSize(1);
      assertThat(one.requests().get(0).at("/config/level").asInt()).isEqualTo(1);
    }
  }

  @Test
  void instancesShareTheCallsByWeightAndOneThatFailsIsLeftOut() {
    Served big = Served.answering(bus, "ext.big", "{}");
    Served small = Served.answering(bus, "ext.small", "{}");
    String instances =
        "{'type':'pre','subject':'ext.tag','instances':["
            + "{'id':'big','subject':'ext.big','weight':80},"
            + "{'id':'small','subject':'ext.small','weight':20}";
    try (TestRouter router = router(DEFAULTS)) {
      register(router, instances + "]}");
      for (int i = 0; i < 200; i++) {
        router.decide();
      }
      assertThat(big.messages()).hasSizeBetween(140, 180);
      assertThat(small.messages()).hasSize(200 - big.messages().size());

      register(router, instances + ",{'id':'gone','subject':'ext.gone','weight':100}]}");
      int failed = 0;
      for (int i = 0; i < 100; i++) {
        failed += router.ask(Map.of()) instanceof RouteRejection ? 1 : 0;
      }
      assertThat(failed).isEqualTo(3);
    }
  }

  @Test
  void theBreakerOfAnExtensionOpensAndClosesAgain() {
    try (TestRouter router = router(GUARDED)) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      for (int i = 0; i < 3; i++) {
        assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE);
      }
      RouteRejection open = router.refusal(Map.of());
      assertThat(open.code()).isEqualTo(ErrorCode.EXTENSION_CIRCUIT_OPEN);
      assertThat(open.message())
          .isEqualTo("extension 'tag' is not called: its circuit breaker is open");

      Served back = Served.answering(bus, "ext.tag", "{}");
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.EXTENSION_CIRCUIT_OPEN);
      assertThat(back.messages()).isEmpty();

      router.advance(Duration.ofSeconds(30));
      for (int i = 0; i < 5; i++) {
        router.decide();
      }
      assertThat(back.messages()).hasSize(5);
    }
  }

  @Test
  void anExtensionOfThisProcessHasABreakerToo() {
    FakeExtension fails = FakeExtension.failing(new IllegalStateException("boom"));
    try (TestRouter router =
        router(GUARDED, new FakeExtensionSource().with("tag", Kind.PRE, fails))) {
      for (int i = 0; i < 5; i++) {
        router.refusal(Map.of());
      }
      assertThat(fails.requests()).hasSize(3);
    }
  }

  @Test
  void neitherARefusalNorARequestInAHurryOpensABreaker() {
    FakeExtension refuses = FakeExtension.refusing("no");
    FakeExtension hangs = FakeExtension.hanging();
    FakeExtensionSource own =
        new FakeExtensionSource().with("tag", Kind.PRE, refuses).with("slow", Kind.PRE, hangs);
    try (TestRouter router = router(GUARDED, own)) {
      for (int i = 0; i < 5; i++) {
        router.refusal(Map.of());
      }
      assertThat(refuses.requests()).hasSize(5);

      router.policy("{" + PROVIDERS + ",'pre':[{'id':'slow'}]}");
      for (int i = 0; i < 5; i++) {
        router.ask(Map.of("deadline", 1_700_000_001_000L + 20));
      }
      assertThat(hangs.requests()).hasSize(5);
    }
  }

  @Test
  void aMessageThatIsTooLongIsNotSent() {
    Served tag = Served.answering(bus, "ext.tag", "{}");
    RouterConfig tight =
        GUARDED
            .with("extension.max-payload-bytes", "1000")
            .with("extension.max-metadata-bytes", "600");
    try (TestRouter router = router(tight)) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      for (int i = 0; i < 5; i++) {
        RouteOutcome outcome =
            router
                .engine()
                .decide(
                    TestRouter.request(Map.of()).payload("\"" + "x".repeat(1000) + "\"").build());
        assertThat(((RouteRejection) outcome).message()).contains("payload_too_large");
      }
      assertThat(router.refusal(Map.of("note", "x".repeat(600))).message())
          .contains("metadata_too_large")
          .contains("must be at most 600");
      router.decide(Map.of("note", "x".repeat(200)));
      register(router, "{'type':'pre','subject':'ext.tag','metadata':{'max_metadata_size':100}}");
      assertThat(router.refusal(Map.of("note", "x".repeat(200))).message())
          .contains("must be at most 100");
      assertThat(tag.messages()).hasSize(1); // and no breaker has opened
    }
  }

  @Test
  void aReplyIsHeldToTheLimitsOfWhatIsSent() {
    String note = "{'note':'" + "x".repeat(700) + "'}";
    RouterConfig tight =
        DEFAULTS
            .with("extension.max-payload-bytes", "2000")
            .with("extension.max-metadata-bytes", "600");
    AtomicReference<String> reply = new AtomicReference<>();
    Served tag = new Served(bus, "ext.tag", request -> reply.get());
    try (TestRouter router = router(tight)) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      for (String large : new String[] {"'metadata':", "'status':'reject','details':"}) {
        reply.set("{" + large + note + "}");
        RouteRejection refusal = router.refusal(Map.of());
        assertThat(refusal.code()).isEqualTo(ErrorCode.PRE_PROCESSOR_FAILED);
        assertThat(refusal.message()).endsWith("has more than 600 bytes");
      }
      reply.set("{'metadata':{'note':'" + "x".repeat(200) + "'}}");
      router.decide();
      register(router, "{'type':'pre','subject':'ext.tag','metadata':{'max_metadata_size':150}}");
      assertThat(router.refusal(Map.of()).message()).endsWith("has more than 150 bytes");
    }
    assertThat(tag.messages()).hasSize(4);
  }

  @Test
  void aRequestThatCannotBeWrittenTakesNoPlaceOfAHalfOpenBreaker() {
    Object unwritable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("boom");
          }
        };
    try (TestRouter router = router(GUARDED)) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      for (int i = 0; i < 3; i++) {
        router.refusal(Map.of());
      }
      router.advance(Duration.ofSeconds(30));
      for (int i = 0; i < 4; i++) {
        assertThat(router.refusal(Map.of("odd", unwritable)).message())
            .isEqualTo("extension 'tag' could not be called: java.lang.IllegalStateException");
      }
      Served.answering(bus, "ext.tag", "{}");
      router.decide();
    }
  }

  @Test
  void whatFollowsATimeOutHoldsUpNoTimer() throws Exception {
    Served.hanging(bus, "ext.tag");
    try (TestRouter router = router(DEFAULTS)) {
      register(router, "{'type':'pre','subject':'ext.tag','timeout_ms':50}");
      String thread =
          router
              .engine()
              .decideAsync(TestRouter.request(Map.of()).build())
              .thenApply(outcome -> Thread.currentThread().getName())
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      assertThat(thread).doesNotContain("timer");
    }
  }

  @Test
  void whatIsDisabledIsNotCalledWhereverItRuns() {
    Served tag = Served.answering(bus, "ext.tag", "{}");
    FakeExtension own = FakeExtension.proceeding();
    try (TestRouter router =
        router(DEFAULTS, new FakeExtensionSource().with("tag", Kind.PRE, own))) {
      for (String where : new String[] {",'subject':'ext.tag'", ""}) {
        register(router, "{'type':'pre','enabled':false" + where + "}");
        RouteRejection refusal = router.refusal(Map.of());
        assertThat(refusal.code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE);
        assertThat(refusal.message()).isEqualTo("extension 'tag' is disabled");
      }
      router.engine().administration().extensions().enable("tag", true);
      router.decide();
      assertThat(own.requests()).hasSize(1);
      assertThat(tag.messages()).isEmpty();
    }
  }

  @Test
  void anExtensionOfThisProcessIsCalledAsItIsRegistered() {
    FakeExtension own = FakeExtension.proceeding();
    try (TestRouter router =
        router(DEFAULTS, new FakeExtensionSource().with("tag", Kind.PRE, own))) {
      register(router, "{'type':'pre','timeout_ms':4000,'config':{'level':1,'mask':'*'}}");
      router.policy(
          "{" + PROVIDERS + ",'pre':[{'id':'tag','config':{'level':2},'mode':'required'}]}");
      router.decide();
      assertThat(own.requests().get(0).timeoutMillis()).isEqualTo(4000);
      assertThat(own.requests().get(0).config()).isEqualTo(Map.of("level", 2L, "mask", "*"));
    }
  }

  @Test
  void thePolicysTimeoutCountsAndIsCutToTheLimits() {
    FakeExtension own = FakeExtension.proceeding();
    try (TestRouter router =
        router(
            DEFAULTS.with("extension.min-timeout", "1s"),
            new FakeExtensionSource().with("tag", Kind.PRE, own))) {
      register(router, "{'type':'pre','timeout_ms':2000}");
      for (int asked : new int[] {3000, 1, 300_000}) {
        router.policy("{" + PROVIDERS + ",'pre':[{'id':'tag','timeout_ms':" + asked + "}]}");
        router.decide();
      }
      assertThat(own.requests())
          .extracting(it -> it.timeoutMillis())
          .containsExactly(3000L, 1000L, 5000L);
    }
  }

  @Test
  void aPolicyThatSaysNoRetriesHasNone() {
    FakeExtension hangs = FakeExtension.hanging();
    try (TestRouter router =
        router(DEFAULTS, new FakeExtensionSource().with("tag", Kind.PRE, hangs))) {
      register(router, "{'type':'pre','timeout_ms':500,'retry':2}");
      router.policy("{" + PROVIDERS + ",'pre':[{'id':'tag','retry':0}]}");
      router.decide();
      assertThat(hangs.requests()).hasSize(1);
    }
  }

  @Test
  void anExtensionOfAnotherTypeIsNotTheOneThatThePolicyNames() {
    try (TestRouter router = router(DEFAULTS)) {
      for (String type : new String[] {"validator", "provider"}) {
        register(router, "{'type':'" + type + "','subject':'ext.tag'}");
        RouteRejection refusal = router.refusal(Map.of());
        assertThat(refusal.code()).isEqualTo(ErrorCode.EXTENSION_NOT_FOUND);
        assertThat(refusal.message())
            .isEqualTo(
                "extension 'tag' is registered with type " + type + ", the policy has it as pre");
      }
    }
  }

  @Test
  void withoutATransportACallSaysSo() {
    RouterConfig embedded = DEFAULTS.with("transport", "none");
    try (TestRouter router =
        new TestRouter(embedded).policy("{" + PROVIDERS + "," + REQUIRED + "}")) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      RouteRejection refusal = router.refusal(Map.of());
      assertThat(refusal.code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE);
      assertThat(refusal.message()).contains("transport, and none is configured");
    }
  }

  @Test
  void whileTheBusIsAwayTheExtensionIsNotBlamed() {
    Transport transport = bus.node();
    try (TestRouter router =
        new TestRouter(GUARDED, transport).policy("{" + PROVIDERS + "," + REQUIRED + "}")) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      for (int i = 0; i < 5; i++) {
        assertThat(router.refusal(Map.of()).message()).contains("the bus is not connected");
      }
      Served.answering(bus, "ext.tag", "{}"); // connects it
      router.decide();
    }
  }

  @Test
  void aTransportThatForgetsACallHangsNoDecision() {
    Transport behind = bus.peer();
    Transport forgetful =
        (Transport)
            Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) ->
                    method.getName().equals("request")
                        ? new CompletableFuture<>()
                        : method.invoke(behind, arguments));
    try (TestRouter router =
        new TestRouter(DEFAULTS, forgetful).policy("{" + PROVIDERS + "," + REQUIRED + "}")) {
      register(router, "{'type':'pre','subject':'ext.tag','timeout_ms':30}");
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.EXTENSION_TIMEOUT);
    }
  }

  @Test
  void theExecutedListSaysHowEachCallEnded() {
    Served.answering(bus, "ext.tag", "{}");
    try (TestRouter router = router(DEFAULTS)) {
      register(router, "{'type':'pre','subject':'ext.tag'}");
      router
          .engine()
          .administration()
          .extensions()
          .put(ExtensionDocument.of("gone", "{\"type\":\"pre\",\"subject\":\"ext.gone\"}"));
      router.policy("{" + PROVIDERS + ",'pre':[{'id':'gone'},{'id':'tag'},{'id':'unknown'}]}");
      RouteDecision decision = router.decide();
      assertThat(decision.metadata().get("executed_extensions").toString())
          .containsSubsequence("unavailable", "ok", "error");
    }
  }

  private TestRouter router(RouterConfig config, FakeExtensionSource... own) {
    bus.peer();
    TestRouter router =
        own.length == 0
            ? new TestRouter(config, bus.node())
            : new TestRouter(config, bus.node(), own[0]);
    return router.policy("{" + PROVIDERS + "," + REQUIRED + "}");
  }

  private static void register(TestRouter router, String json) {
    var extensions = router.engine().administration().extensions();
    long revision = extensions.get("tag").map(ExtensionDocument::revision).orElse(0L);
    extensions.put(ExtensionDocument.of("tag", json.replace('\'', '"')).inPlaceOf(revision));
  }
}
