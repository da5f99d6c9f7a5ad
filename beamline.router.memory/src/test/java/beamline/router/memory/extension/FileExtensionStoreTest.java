package beamline.router.memory.extension;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and their tools do to the files, beside the store. */
class FileExtensionStoreTest {
  @TempDir Path directory;
  private final AtomicInteger told = new AtomicInteger();
  private TestComponentContext context;
  private ExtensionStore store;

  @BeforeEach
  void openStore() {
    context = context(Map.of("directory", directory.toString()));
    store = new FileExtensionStoreProvider().create(context);
  }

  @AfterEach
  void closeStore() {
    store.close();
    context.close();
  }

  @Test
  void everyExtensionIsAFileOfItsName() throws IOException {
    put("pii_guard", "{\"type\": \"validator\"}");
    put("acme/scan:v1", "{}");
    assertThat(directory.resolve("pii_guard.json")).hasContent("{\"type\": \"validator\"}");
    assertThat(directory.resolve("acme%2Fscan%3Av1.json")).hasContent("{}");
  }

  @Test
  void fileThatIsAddedEditedAndRemovedByHandIsFollowed() throws IOException {
    store.watch(told::incrementAndGet);
    Path file = Files.writeString(directory.resolve("pii_guard.json"), "{\"a\": 1}");
    awaitRevision(1);
    Files.writeString(file, "{\"a\": 2}");
    awaitRevision(2);
    assertThat(told).hasPositiveValue();
    Files.delete(file);
    eventually("it is removed", () -> store.current().documents().isEmpty());
  }

  @Test
  void fileThatCannotBeReadIsUnreadableUntilItIsReplaced() throws IOException {
    put("other", "{}");
    Path file = Files.writeString(directory.resolve("pii_guard.json"), "{\"half\": ");
    String problem = "its file ends before its JSON object is complete";
    eventually(
        "it is told", () -> store.current().unreadable().equals(Map.of("pii_guard", problem)));
    assertThat(store.current().documents()).hasSize(1);
    refused(
        ErrorCode.EXTENSION_ERROR,
        "extension pii_guard cannot be read: "
            + problem
            + "; a change that expects revision 0 replaces it",
        () -> store.get("pii_guard"));
    put("pii_guard", "{}");
    assertThat(file).hasContent("{}");
    assertThat(store.current().unreadable()).isEmpty();
  }

  @Test
  void whatIsNotToBeWrittenIsRefusedByName() throws IOException {
    refused(
        ErrorCode.INVALID_REQUEST,
        "extension pii_guard: begins with '[', must be a JSON object",
        () -> store.put(ExtensionDocument.of("pii_guard", "[]"), 0));
    store.close();
    context.close();
    context = context(Map.of("directory", directory.toString(), "read-only", "true"));
    store = new FileExtensionStoreProvider().create(context);
    refused(
        ErrorCode.CONFIGURATION_INVALID,
        "extension pii_guard cannot be written: extension-store.file.read-only is true",
        () -> store.put(ExtensionDocument.of("pii_guard", "{}"), 0));
  }

  @Test
  void directoryThatIsNotThereOrNotNamedIsRefused() {
    try (TestComponentContext unnamed = context(Map.of())) {
      refused(
          ErrorCode.CONFIGURATION_INVALID,
          "extension-store.file.directory is '', must be a directory with a file per extension",
          () -> new FileExtensionStoreProvider().create(unnamed));
    }
    try (TestComponentContext absent = context(Map.of("directory", "nowhere"))) {
      refused(
          ErrorCode.CONFIGURATION_INVALID,
          "the extension directory 'nowhere' cannot be read: it does not exist",
          () -> new FileExtensionStoreProvider().create(absent));
    }
  }

  @Test
  void directoryThatIsAwayRemovesNothingAndIsNotMadeAgain() throws IOException {
    put("pii_guard", "{}");
    Path elsewhere = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, elsewhere);
    try {
      refused(
          ErrorCode.SERVICE_DOWN,
          "extension pii_guard cannot be written: java.io.IOException: "
              + directory.toString()
              + " is away",
          () -> store.put(ExtensionDocument.of("pii_guard", "{}"), 1));
      assertThat(store.current().documents()).hasSize(1);
      assertThat(directory).doesNotExist();
    } finally {
      Files.move(elsewhere, directory);
    }
    assertThat(store.put(ExtensionDocument.of("pii_guard", "{\"a\": 1}"), 1))
        .isEqualTo(new Write.Done(2));
  }

  private void awaitRevision(long revision) {
    eventually(
        "revision " + revision + " is followed",
        () -> store.get("pii_guard").filter(it -> it.revision() == revision).isPresent());
  }

  private void put(String id, String json) {
    assertThat(store.put(ExtensionDocument.of(id, json), 0)).isInstanceOf(Write.Done.class);
  }

  private static void refused(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(RouterException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  private static TestComponentContext context(Map<String, String> config) {
    return TestComponentContext.builder().prefix("extension-store.file.").config(config).build();
  }
}
