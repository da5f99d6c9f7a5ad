package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyKey;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiled policies by tenant and id. Immutable. A changed copy shares everything but the shards of
 * the tenants that changed, so that a change costs little however many policies there are.
 */
final class PolicySnapshot {
  private static final int SHARD_BITS = 8;
  private static final int SPREAD = 0x9E3779B9;

  static final PolicySnapshot EMPTY = new PolicySnapshot(emptyShards(), 0);

  private final Map<String, Map<String, CompiledPolicy>>[] shards;
  private final int size;

  private PolicySnapshot(Map<String, Map<String, CompiledPolicy>>[] shards, int size) {
    this.shards = shards;
    this.size = size;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of generic maps
  private static Map<String, Map<String, CompiledPolicy>>[] emptyShards() {
    Map[] shards = new Map[1 << SHARD_BITS];
    Arrays.fill(shards, Map.of());
    return shards;
  }

  /** Two look-ups in hash maps, nothing else. */
  @Nullable CompiledPolicy find(String tenantId, String policyId) {
    Map<String, CompiledPolicy> tenant = shards[shard(tenantId)].get(tenantId);
    return tenant == null ? null : tenant.get(policyId);
  }

  Collection<CompiledPolicy> of(String tenantId) {
    return tenant(tenantId).values();
  }

  int size() {
    return size;
  }

  Draft change() {
    return new Draft();
  }

  private Map<String, CompiledPolicy> tenant(String tenantId) {
    return shards[shard(tenantId)].getOrDefault(tenantId, Map.of());
  }

  /** By other bits of the hash than the maps of the shards use. */
  private static int shard(String tenantId) {
    return (tenantId.hashCode() * SPREAD) >>> (Integer.SIZE - SHARD_BITS);
  }

  /** Changes that become a snapshot together. For one thread. */
  final class Draft {
    private final Map<String, Map<String, CompiledPolicy>> changed = new HashMap<>();
    private int newSize = size;

    private Draft() {}

    @Nullable CompiledPolicy find(PolicyKey key) {
      Map<String, CompiledPolicy> tenant = changed.get(key.tenantId());
      return tenant == null
          ? PolicySnapshot.this.find(key.tenantId(), key.policyId())
          : tenant.get(key.policyId());
    }

    void put(CompiledPolicy policy) {
      if (changing(policy.key.tenantId()).put(policy.key.policyId(), policy) == null) {
        newSize++;
      }
    }

    void remove(PolicyKey key) {
      if (changing(key.tenantId()).remove(key.policyId()) != null) {
        newSize--;
      }
    }

    PolicySnapshot done() {
      Map<String, Map<String, CompiledPolicy>>[] next = shards.clone();
      BitSet copied = new BitSet();
      changed.forEach(
          (tenantId, policies) -> {
            int shard = shard(tenantId);
            if (!copied.get(shard)) {
              next[shard] = new HashMap<>(next[shard]);
              copied.set(shard);
            }
            if (policies.isEmpty()) {
              next[shard].remove(tenantId);
            } else {
              next[shard].put(tenantId, policies.size() == 1 ? Map.copyOf(policies) : policies);
            }
          });
      return new PolicySnapshot(next, newSize);
    }

    private Map<String, CompiledPolicy> changing(String tenantId) {
      return changed.computeIfAbsent(tenantId, id -> new HashMap<>(tenant(id)));
    }
  }
}
