package beamline.router.engine.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.extension.call.CallFailure;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.engine.extension.registry.RecordParser;
import beamline.router.engine.flow.Providers;
import beamline.router.engine.policy.Condition;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import beamline.router.spi.Telemetry;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import beamline.router.testkit.TestComponentContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtensionLookupTest {
  private static final Extension.Request REQUEST =
      new Extension.Request("acme", "default", "", Map.of(), Map.of(), Map.of(), 50);
  private static final ExtensionItem ITEM =
      new ExtensionItem(
          "tag",
          ExtensionItem.Kind.PRE,
          true,
          ExtensionItem.OnFail.BLOCK,
          Map.of(),
          Condition.ALWAYS,
          0,
          -1);

  private final TestComponentContext context = TestComponentContext.builder().live().build();
  private final ExtensionStore store =
      Providers.named(ExtensionStoreProvider.class, "memory").create(context);
  private final ExtensionRegistry registry =
      new ExtensionRegistry(
          store,
          new RecordParser(RouterConfig.defaults()),
          context.executor(),
          context.scheduler(),
          Telemetry.NONE);
  private final FakeExtensionSource own =
      new FakeExtensionSource().with("tag", Extension.Kind.PRE, FakeExtension.proceeding());
  private final ExtensionLookup lookup = new ExtensionLookup(registry, List.of(own));

  @AfterEach
  void stop() {
    registry.close();
    store.close();
    context.close();
  }

  @Test
  void untilTheStoreCouldBeReadNothingIsCalled() {
    assertThatThrownBy(() -> lookup.find(ITEM, REQUEST))
        .isInstanceOfSatisfying(
            CallFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE))
        .hasMessageContaining("could not be read yet");
  }

  @Test
  void whoIsRoutedIsNotToldWhatADocumentThatIsNotValidSays() {
    store.put(ExtensionDocument.of("tag", "{\"type\":\"pre\",\"config\":\"s3cret\"}"), 0);
    registry.load();
    assertThatThrownBy(() -> lookup.find(ITEM, REQUEST))
        .isInstanceOfSatisfying(
            CallFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.EXTENSION_ERROR))
        .hasMessage("is not registered as it must be");
  }

  @Test
  void noLookUpFailsWhileTheRegistryChangesAThousandTimes() throws Exception {
    store.put(ExtensionDocument.of("tag", "{\"type\":\"pre\"}"), 0);
    registry.load();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> changes =
        CompletableFuture.supplyAsync(
            () -> {
              long revision = 1;
              for (int i = 0; i < 1000; i++) {
                String json = "{\"type\":\"pre\",\"config\":{\"n\":" + i + "}}";
                ExtensionStore.Write write = store.put(ExtensionDocument.of("tag", json), revision);
                revision = ((ExtensionStore.Write.Done) write).revision();
                registry.load();
              }
              done.set(true);
              return 1000;
            });
    int lookUps = 0;
    while (lookUps < 100_000 || !done.get()) {
      // without its record it would be found as well, but as one that is not registered
      assertThat(lookup.find(ITEM, REQUEST).version()).isNotNull();
      lookUps++;
    }
    assertThat(changes.get()).isEqualTo(1000);
  }
}
