package beamline.router.engine.extension.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.flow.Providers;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import beamline.router.spi.Telemetry;
import beamline.router.testkit.TestComponentContext;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtensionRegistryTest {
  private static final String PRE = "{\"type\": \"pre\", \"subject\": \"ext.a\"}";

  private final TestComponentContext context = TestComponentContext.builder().live().build();
  private final CutStore store =
      new CutStore(Providers.named(ExtensionStoreProvider.class, "memory").create(context));
  private final RecordParser parser = new RecordParser(RouterConfig.defaults());
  private final ExtensionRegistry registry =
      new ExtensionRegistry(store, parser, context.executor(), context.scheduler(), Telemetry.NONE);
  private final StoredExtensions extensions = new StoredExtensions(store, parser, registry);

  @AfterEach
  void stop() {
    registry.close();
    store.close();
    context.close();
  }

  @Test
  void knowsNothingUntilTheStoreCanBeReadAndThenFollowsIt() {
    store.put(ExtensionDocument.of("a", PRE), 0);
    store.cut = true;
    registry.start();

    assertThat(registry.isKnown()).isFalse();
    assertThat(registry.find("a")).isNull();
    assertThat(registry.trouble()).contains("the store is away");

    store.cut = false;
    await().until(registry::isKnown);
    assertThat(registry.find("a")).isNotNull();

    store.put(ExtensionDocument.of("b", PRE), 0);
    await().until(() -> registry.find("b") != null);
    store.delete("b", 2);
    await().until(() -> registry.find("b") == null);
    assertThat(registry.trouble()).isEmpty();
  }

  @Test
  void keepsWhatIsInForceWhileTheStoreIsAway() {
    registry.start();
    extensions.put(ExtensionDocument.of("a", PRE));
    store.cut = true;

    registry.refresh();

    assertThat(registry.find("a")).isNotNull();
    await().until(() -> registry.trouble().equals(Optional.of("the store is away")));
    assertThatThrownBy(extensions::reload)
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN));
  }

  @Test
  void keepsWhatWasInForceWhenADocumentIsNotValid() {
    registry.start();
    extensions.put(ExtensionDocument.of("a", PRE));
    ExtensionRecord before = registry.find("a");

    store.put(ExtensionDocument.of("a", "{}"), 1);
    store.put(ExtensionDocument.of("b", "{\"type\": \"x\"}"), 0);
    store.put(ExtensionDocument.of("b", "{}"), 3);

    await().untilAsserted(() -> assertThat(registry.invalid()).containsExactly("a", "b"));
    assertThat(registry.find("a")).isEqualTo(before);
    await().until(() -> registry.find("b").fault().startsWith("type is missing"));
  }

  @Test
  void tellsThePresentFaultOfADocumentThatNeverWasValid() {
    store.put(ExtensionDocument.of("a", "{\"type\": \"pre\", \"timeout_ms\": 9000}"), 0);
    registry.load();
    assertThat(registry.find("a").fault()).startsWith("timeout_ms");

    store.put(ExtensionDocument.of("a", "{\"type\": \"pre\", \"retry\": 77}"), 1);
    registry.load();
    assertThat(registry.find("a").fault()).startsWith("retry");
  }

  @Test
  void hasAChangeInForceWhenTheCallReturns() {
    registry.start();

    ExtensionDocument stored = extensions.put(ExtensionDocument.of("a", PRE));
    assertThat(registry.find("a").own().subject()).isEqualTo("ext.a");

    extensions.enable("a", false);
    assertThat(registry.find("a").enabled()).isFalse();
    extensions.enable("a", true);
    assertThat(registry.find("a").enabled()).isTrue();

    long revision = extensions.get("a").orElseThrow().revision();
    assertThat(revision).isGreaterThan(stored.revision());
    extensions.delete("a", revision);
    assertThat(registry.find("a")).isNull();
    assertThat(extensions.all()).isEmpty();
  }

  @Test
  void rollsVersionsOutAndBack() {
    registry.start();
    extensions.put(ExtensionDocument.of("a", PRE));

    extensions.rollOut("a", "{\"version\": \"v2\", \"subject\": \"ext.b\"}");
    extensions.rollOut("a", "{\"version\": \"v3\", \"routing_rules\": {\"tenant_id\": \"acme\"}}");
    extensions.rollOut("a", "{\"version\": \"v2\", \"subject\": \"ext.c\"}");
    assertThat(registry.find("a").versions())
        .extracting(ExtensionRecord.Version::name)
        .containsExactly("v3", "v2");

    extensions.rollBack("a", "v2");
    assertThat(registry.find("a").versions())
        .extracting(ExtensionRecord.Version::enabled)
        .containsExactly(true, false);
    assertThatThrownBy(() -> extensions.rollBack("a", "v9"))
        .hasMessage("extension a has no version v9 beside its own");
    assertThatThrownBy(() -> extensions.rollOut("a", "{\"subject\": \"x\"}"))
        .hasMessage("extension a: version is missing, must be the name of the version");
  }

  @Test
  void refusesWhatIsNotValidOrNotThereOrChangedByOthers() {
    registry.start();
    extensions.put(ExtensionDocument.of("a", PRE));

    assertThat(code(() -> extensions.put(ExtensionDocument.of("a", PRE))))
        .isEqualTo(ErrorCode.POLICY_CONFLICT);
    assertThat(code(() -> extensions.put(ExtensionDocument.of("b", "{\"type\": \"x\"}"))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(code(() -> extensions.enable("b", true))).isEqualTo(ErrorCode.EXTENSION_NOT_FOUND);
    assertThat(code(() -> extensions.delete("b", 1))).isEqualTo(ErrorCode.EXTENSION_NOT_FOUND);
    assertThat(code(() -> extensions.delete("a", 7))).isEqualTo(ErrorCode.POLICY_CONFLICT);
    assertThat(extensions.all()).hasSize(1);
  }

  @Test
  void stopsWhatIsInForceThoughItCouldNotBePutLikeThis() {
    store.put(
        ExtensionDocument.of("a", "{\"type\": \"pre\", \"comment\": \"written by hand\"}"), 0);
    registry.start();
    assertThat(registry.find("a").enabled()).isTrue();

    extensions.enable("a", false);

    assertThat(registry.find("a").enabled()).isFalse();
    assertThat(extensions.get("a").orElseThrow().json()).contains("written by hand");
    assertThat(code(() -> extensions.rollOut("a", "{\"version\": \"v2\", \"retry\": 9}")))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void stopsWhatIsInForceThoughItIsNotValidAnyMore() {
    registry.start();
    extensions.put(ExtensionDocument.of("a", PRE));
    store.put(ExtensionDocument.of("a", "{\"type\": \"pre\", \"timeout_ms\": 9000}"), 1);
    registry.load();
    assertThat(registry.find("a").enabled()).isTrue();

    extensions.enable("a", false);

    assertThat(registry.find("a").enabled()).isFalse();
  }

  @Test
  void doesNotTellThatAChangeFailedWhichWasStored() {
    registry.start();
    store.cutAfterWrite = true;

    assertThat(extensions.put(ExtensionDocument.of("a", PRE)).revision()).isEqualTo(1);
  }

  private static ErrorCode code(Runnable call) {
    try {
      call.run();
    } catch (RouterException e) {
      return e.code();
    }
    throw new AssertionError("nothing was thrown");
  }

  /** A way to a store that can be cut. */
  private static final class CutStore implements ExtensionStore {
    private final ExtensionStore store;
    private volatile boolean cut;
    private volatile boolean cutAfterWrite;

    CutStore(ExtensionStore store) {
      this.store = store;
    }

    private ExtensionStore store() {
      if (cut) {
        throw new RouterException(ErrorCode.SERVICE_DOWN, "the store is away");
      }
      return store;
    }

    @Override
    public Contents current() {
      return store().current();
    }

    @Override
    public Optional<ExtensionDocument> get(String id) {
      return store().get(id);
    }

    @Override
    public Write put(ExtensionDocument document, long expectedRevision) {
      Write write = store().put(document, expectedRevision);
      cut = cutAfterWrite;
      return write;
    }

    @Override
    public Write delete(String id, long expectedRevision) {
      return store().delete(id, expectedRevision);
    }

    @Override
    public Watch watch(Runnable listener) {
      return store().watch(listener);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
