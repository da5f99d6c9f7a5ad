package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of {@link ExtensionStoreContract} share. */
public abstract class ExtensionStoreFixture {
  static final String ID = "pii_guard";

  private TestComponentContext context;
  private ExtensionStore store;

  ExtensionStoreFixture() {}

  /** An empty store. It is closed after the test. */
  protected abstract ExtensionStore create(ComponentContext context);

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createStore() {
    context =
        TestComponentContext.builder().prefix("extension-store.test.").config(config()).build();
    store = create(context);
  }

  @AfterEach
  final void closeStore() {
    store.close();
    context.close();
  }

  final ExtensionStore store() {
    return store;
  }

  /** Closes the store and uses another from now on. */
  final void replaceStore(ExtensionStore next) {
    store = next;
  }

  final ComponentContext context() {
    return context;
  }

  /** An extension without versions and instances; those of different numbers differ. */
  static String json(int number) {
    return json("{\"number\": " + number + "}", "");
  }

  /**
   * An extension with every member that there is.
   *
   * @param config an object
   * @param more further members, each after a comma
   */
  static String json(String config, String more) {
    return "{\"type\": \"validator\", \"subject\": \"beamline.ext.validator.pii_guard.v1\","
        + " \"timeout_ms\": 50, \"retry\": 1, \"enabled\": true, \"version\": \"v1\", \"config\": "
        + config
        + ", \"metadata\": {\"owner\": \"ada\"}"
        + more
        + "}";
  }

  /** One of its versions. */
  static String version(String name, String environment) {
    return "{\"version\": \""
        + name
        + "\", \"subject\": \"beamline.ext.validator.pii_guard."
        + name
        + "\", \"timeout_ms\": 80, \"retry\": 0, \"config\": {\"strict\": true}, \"metadata\": {},"
        + " \"enabled\": true, \"routing_rules\": {\"tenant_id\": [\"acme\"], \"environment\": \""
        + environment
        + "\"}}";
  }

  /** One of its instances. */
  static String instance(String id, int weight) {
    return "{\"id\": \""
        + id
        + "\", \"subject\": \"beamline.ext.validator.pii_guard."
        + id
        + "\", \"weight\": "
        + weight
        + ", \"enabled\": true, \"health_status\": \"unknown\"}";
  }

  /** Stores a document that must be accepted, and returns its revision. */
  final long put(String id, String json, long expectedRevision) {
    Write write = store.put(ExtensionDocument.of(id, json), expectedRevision);
    return assertInstanceOf(
            Write.Done.class, write, () -> "put " + id + " expecting " + expectedRevision)
        .revision();
  }

  final ExtensionDocument stored(String id) {
    return store.get(id).orElseThrow(() -> new AssertionError("no extension " + id));
  }

  /** Checks what is stored, as JSON: a store may write it in its own way. */
  final void assertStored(String id, String json) {
    assertEquals(JsonTree.of(json), JsonTree.of(stored(id).json()));
  }
}
