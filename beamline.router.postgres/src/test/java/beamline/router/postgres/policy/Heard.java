package beamline.router.postgres.policy;

import static beamline.router.testkit.Eventually.eventually;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a watch was told, and what a follower knows by it. */
final class Heard {
  final List<PolicyChange> changes = new CopyOnWriteArrayList<>();
  final Map<PolicyKey, PolicyDocument> known = new ConcurrentHashMap<>();

  static Heard on(PolicyStore store) {
    Heard heard = new Heard();
    store.watch(heard::take);
    return heard;
  }

  private void take(PolicyChange change) {
    if (change instanceof PolicyChange.Updated updated) {
      known.put(change.key(), updated.document());
    } else {
      known.remove(change.key());
    }
    changes.add(change);
  }

  void await(PolicyKey key, String json) {
    eventually(
        () -> key + " is " + json + ", heard " + changes,
        () -> known.containsKey(key) && known.get(key).json().equals(json));
  }

  void awaitRemoval(PolicyKey key) {
    eventually(
        () -> key + " is removed, heard " + changes,
        () -> changes.stream().anyMatch(it -> it.key().equals(key)) && !known.containsKey(key));
  }
}
