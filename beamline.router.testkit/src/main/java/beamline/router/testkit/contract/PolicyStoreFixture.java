package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.TestComponentContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of {@link PolicyStoreContract} share. */
public abstract class PolicyStoreFixture {
  static final PolicyKey KEY = new PolicyKey("acme", "default");

  private TestComponentContext context;
  private PolicyStore store;

  PolicyStoreFixture() {}

  /** An empty store. It is closed after the test. */
  protected abstract PolicyStore create(ComponentContext context);

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createStore() {
    context = TestComponentContext.builder().prefix("policy-store.test.").config(config()).build();
    store = create(context);
  }

  @AfterEach
  final void closeStore() {
    store.close();
    context.close();
  }

  final PolicyStore store() {
    return store;
  }

  /** Closes the store and uses another from now on. */
  final void replaceStore(PolicyStore next) {
    store = next;
  }

  final ComponentContext context() {
    return context;
  }

  /** Some policy; documents of different numbers differ. */
  static String json(int number) {
    return "{\"version\": \"1\", \"number\": " + number + "}";
  }

  static PolicyDocument document(PolicyKey key, int number) {
    return PolicyDocument.of(key.tenantId(), key.policyId(), json(number));
  }

  /** Stores a document that must be accepted, and returns its revision. */
  final long put(PolicyKey key, int number, long expectedRevision) {
    Write write = store.put(document(key, number), expectedRevision);
    return assertInstanceOf(
            Write.Done.class, write, () -> "put " + key + " expecting " + expectedRevision)
        .revision();
  }

  final PolicyDocument stored(PolicyKey key) {
    return store.get(key).orElseThrow(() -> new AssertionError("no policy " + key));
  }

  /** What became of a key, newest first: a revision, or "-" for a removal. */
  final List<String> history(PolicyKey key) {
    return store.history(key, 100).stream()
        .map(
            change ->
                change instanceof PolicyChange.Removed ? "-" : String.valueOf(change.revision()))
        .toList();
  }

  /** The changes that a new watch hears. */
  final Heard watch() {
    Heard heard = new Heard();
    heard.watch = store.watch(heard.changes::add);
    return heard;
  }

  /** What a listener was told. */
  static final class Heard {
    final List<PolicyChange> changes = new CopyOnWriteArrayList<>();
    private PolicyStore.Watch watch = () -> {};

    void close() {
      watch.close();
    }

    List<PolicyChange> of(PolicyKey key) {
      return changes.stream().filter(change -> change.key().equals(key)).toList();
    }

    /**
     * Waits until the newest change of a key is this document, and checks that revisions counted up
     * till then.
     */
    void awaitUpdate(PolicyKey key, long revision) {
      eventually(
          "a watch hears of revision " + revision + " of " + key,
          () -> of(key).stream().anyMatch(change -> revision(change) == revision));
      long last = 0;
      for (PolicyChange change : of(key)) {
        if (change instanceof PolicyChange.Updated updated) {
          assertEquals(
              true,
              updated.document().revision() >= last,
              () -> "changes out of order: " + of(key));
          last = updated.document().revision();
        }
      }
    }

    void awaitRemoval(PolicyKey key) {
      eventually(
          "a watch hears of the removal of " + key,
          () -> of(key).stream().anyMatch(PolicyChange.Removed.class::isInstance));
    }

    private static long revision(PolicyChange change) {
      return change instanceof PolicyChange.Updated updated ? updated.document().revision() : -1;
    }
  }
}
