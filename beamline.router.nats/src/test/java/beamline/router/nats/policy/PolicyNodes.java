package beamline.router.nats.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.TestComponentContext;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Policy stores with a connection each, as the nodes of a fleet have them. */
final class PolicyNodes implements AutoCloseable {
  static final PolicyKey KEY = new PolicyKey("acme", "default");

  private final List<Runnable> open = new ArrayList<>();

  /** One more node. */
  PolicyStore open(String url, Map<String, String> settings) {
    Map<String, String> config =
        new HashMap<>(
            Map.of("url", url, "reconnect-delay", "20ms", "max-reconnect-delay", "100ms"));
    config.putAll(settings);
    TestComponentContext context = TestComponentContext.live("policy-store.nats.", config);
    PolicyStore store = new NatsPolicyStoreProvider().create(context);
    open.add(context::close);
    open.add(store::close);
    return store;
  }

  PolicyStore open(String url) {
    return open(url, Map.of());
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).run();
    }
  }

  /** A bare connection. */
  Connection connect(String url) {
    try {
      Connection connection = Nats.connect(url);
      open.add(() -> close(connection));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static PolicyDocument document(PolicyKey key, int number) {
    return PolicyDocument.of(key.tenantId(), key.policyId(), json(number));
  }

  static String json(int number) {
    return "{\"number\": " + number + "}";
  }

  /** The revision of a write that must be done. */
  static long done(Write write) {
    if (write instanceof Write.Done done) {
      return done.revision();
    }
    throw new AssertionError("not done: " + write);
  }

  /** What one watch was told. */
  static final class Heard {
    final List<PolicyChange> changes = new CopyOnWriteArrayList<>();

    Heard(PolicyStore store) {
      PolicyStore.Watch unused = store.watch(changes::add);
    }

    List<Long> updates(PolicyKey key) {
      List<Long> revisions = new ArrayList<>();
      for (PolicyChange change : changes) {
        if (change instanceof PolicyChange.Updated updated && change.key().equals(key)) {
          revisions.add(updated.document().revision());
        }
      }
      return revisions;
    }

    boolean removed(PolicyKey key) {
      return changes.stream()
          .anyMatch(change -> change instanceof PolicyChange.Removed && change.key().equals(key));
    }
  }
}
