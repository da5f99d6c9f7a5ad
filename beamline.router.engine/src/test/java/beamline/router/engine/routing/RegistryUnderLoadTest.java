package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteDecision;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * The registry changes while extensions are called: no call finds it half changed. {@code
 * -Dregistry.changes=1000} makes as many changes, and a hundred times as many calls.
 */
class RegistryUnderLoadTest {
  private static final int CHANGES = Integer.getInteger("registry.changes", 100);
  private static final int CALLS_OF_EACH = 50;

  @Test
  void noCallFailsWhileTheRegistryChanges() {
    AtomicInteger called = new AtomicInteger();
    Extension guard =
        request -> {
          called.incrementAndGet();
          return CompletableFuture.completedFuture(
              request.config().containsKey("registered")
                  ? Extension.Reply.proceed()
                  : new Extension.Reply.Refuse("its record was not there", Map.of()));
        };
    ExtensionSource source = (id, kind) -> Optional.of(guard);
    String policy = "{'providers':['a'],'validators':[{'id':'guard'}]}";
    try (TestRouter router = new TestRouter(source).policy(policy)) {
      ExtensionControl extensions = router.engine().administration().extensions();
      extensions.put(
          ExtensionDocument.of(
              "guard", "{\"type\": \"validator\", \"config\": {\"registered\": true}}"));

      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> call(router, change -> {}));
      call(router, change -> extensions.rollOut("guard", "{\"version\": \"v" + change % 7 + "\"}"));
      other.join();

      assertThat(called).hasValue(2 * CALLS_OF_EACH * CHANGES);
      assertThat(extensions.get("guard").orElseThrow().revision()).isEqualTo(1 + CHANGES);
    }
  }

  private static void call(TestRouter router, IntConsumer afterwards) {
    for (int change = 0; change < CHANGES; change++) {
      for (int i = 0; i < CALLS_OF_EACH; i++) {
        assertThat(router.ask(Map.of())).isInstanceOf(RouteDecision.class);
      }
      afterwards.accept(change);
    }
  }
}
