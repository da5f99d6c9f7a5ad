package beamline.router.memory.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the configuration registers. */
class MemoryExtensionStoreTest {

  @Test
  void recordsOfTheConfigurationAreRevisionOneAndCanBeChanged() {
    ExtensionStore store =
        open(Map.of("record.a/b", "{\"type\": \"pre\"}", "record.pii_guard", " {} "));
    assertThat(store.current().documents())
        .extracting(it -> it.id() + " " + it.json() + " " + it.revision())
        .containsExactly("a/b {\"type\": \"pre\"} 1", "pii_guard {} 1");
    assertThat(store.put(ExtensionDocument.of("a/b", "{\"type\": \"post\"}"), 1))
        .isEqualTo(new Write.Done(2));
    assertThat(store.delete("pii_guard", 1)).isEqualTo(new Write.Done(1));
    assertThat(store.current().documents())
        .extracting(ExtensionDocument::revision)
        .containsExactly(2L);
  }

  @Test
  void whatIsNoRecordIsRefusedByItsKeyAndWithoutWhatItHolds() {
    refused(
        Map.of("record.pii_guard", "{\"config\": {\"api_key\": \"s3cret\"}"),
        "extension-store.memory.record.pii_guard ends before its JSON object is complete");
    refused(
        Map.of("record.pii_guard", "{\"type\": \"pre\"} {}"),
        "extension-store.memory.record.pii_guard goes on after its JSON object");
    refused(
        Map.of("record.pii_guard", " "),
        "extension-store.memory.record.pii_guard is empty, must be a JSON object");
    refused(
        Map.of("record.", "{}"),
        "unknown key extension-store.memory.record., known are [record.<id>]");
    refused(
        Map.of("directory", "x"),
        "unknown key extension-store.memory.directory, known are [record.<id>]");
  }

  private static void refused(Map<String, String> config, String message) {
    assertThatThrownBy(() -> open(config))
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessage(message);
  }

  private static ExtensionStore open(Map<String, String> config) {
    try (TestComponentContext context =
        TestComponentContext.builder().prefix("extension-store.memory.").config(config).build()) {
      return new MemoryExtensionStoreProvider().create(context);
    }
  }
}
