package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.ParsedPolicy;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.PolicyParser;
import beamline.router.engine.provider.ProviderStates;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.Telemetry;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies in force. Readers see one immutable snapshot and take no lock; writers replace it,
 * one at a time. A document with problems changes nothing: it is set aside with its problems while
 * the last good one decides.
 */
public final class PolicyCatalogue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyCatalogue.class);

  private final PolicyStore store;
  private final String storeName;
  private final PolicyParser parser;
  private final PolicyCompiler compiler;
  private final ProviderStates states;
  private final Telemetry telemetry;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<PolicyKey, List<PolicyProblem>> quarantine = new ConcurrentHashMap<>();

  /** Never changed after publication: a change publishes a changed copy. */
  private volatile Map<String, Map<String, CompiledPolicy>> snapshot = Map.of();

  private PolicyStore.@Nullable Watch watch;

  /** A catalogue that is empty until {@link #load()}. */
  public PolicyCatalogue(
      PolicyStore store,
      String storeName,
      PolicyParser parser,
      PolicyCompiler compiler,
      ProviderStates states,
      Telemetry telemetry) {
    this.store = store;
    this.storeName = storeName;
    this.parser = parser;
    this.compiler = compiler;
    this.states = states;
    this.telemetry = telemetry;
  }

  /** Follows the store from now on and takes over what it holds. */
  public void load() {
    watch = store.watch(this::changed); // first, so that no change falls between
    List<PolicyDocument> all = store.all();
    writing.lock();
    try {
      Map<String, Map<String, CompiledPolicy>> next = new HashMap<>();
      snapshot.forEach((tenant, policies) -> next.put(tenant, new HashMap<>(policies)));
      for (PolicyDocument document : all) {
        CompiledPolicy policy = compile(document);
        if (policy != null) {
          next.computeIfAbsent(document.key().tenantId(), tenant -> new HashMap<>())
              .merge(document.key().policyId(), policy, PolicyCatalogue::newer);
        }
      }
      publish(next);
    } finally {
      writing.unlock();
    }
  }

  /** The policy that decides, or null. Two look-ups in hash maps, nothing else. */
  public @Nullable CompiledPolicy find(String tenantId, String policyId) {
    Map<String, CompiledPolicy> tenant = snapshot.get(tenantId);
    return tenant == null ? null : tenant.get(policyId);
  }

  /** Takes over a document that was just stored, without waiting for the store to tell. */
  public void accept(PolicyDocument document) {
    writing.lock();
    try {
      CompiledPolicy current = find(document.key().tenantId(), document.key().policyId());
      if (current != null && current.revision >= document.revision()) {
        return;
      }
      CompiledPolicy policy = compile(document);
      if (policy != null) {
        replace(document.key(), policy);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Drops a policy. */
  public void remove(PolicyKey key) {
    writing.lock();
    try {
      quarantine.remove(key);
      if (find(key.tenantId(), key.policyId()) != null) {
        replace(key, null);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Compiles a document without putting it in force; null when it has problems. */
  public @Nullable CompiledPolicy compileAside(PolicyDocument document) {
    PolicyModel model = parse(document).model();
    return model == null
        ? null
        : compiler.aside().compile(document.key(), document.revision(), model);
  }

  /** What is wrong with a document. */
  public ParsedPolicy parse(PolicyDocument document) {
    return parser.parse(document.key().tenantId(), document.key().policyId(), document.json());
  }

  /** Documents that are not in force since they have problems. */
  public Map<PolicyKey, List<PolicyProblem>> quarantined() {
    return new TreeMap<>(quarantine);
  }

  /** How many policies are in force. */
  public int size() {
    return snapshot.values().stream().mapToInt(Map::size).sum();
  }

  private void changed(PolicyStore.Change change) {
    if (change instanceof PolicyStore.Change.Updated updated) {
      accept(updated.document());
    } else if (change instanceof PolicyStore.Change.Removed removed) {
      remove(removed.key());
    } else if (change instanceof PolicyStore.Change.Unreadable unreadable) {
      setAside(unreadable.key(), List.of(new PolicyProblem("", unreadable.problem())));
    }
  }

  private @Nullable CompiledPolicy compile(PolicyDocument document) {
    long start = System.nanoTime();
    ParsedPolicy parsed = parse(document);
    PolicyModel model = parsed.model();
    PolicyKey key = document.key();
    CompiledPolicy policy = null;
    if (model == null) {
      setAside(key, parsed.problems());
    } else {
      quarantine.remove(key);
      if (!parsed.warnings().isEmpty()) {
        LOG.warn("policy {} is in force, but not all of it: {}", key, parsed.warnings());
      }
      policy = compiler.compile(key, document.revision(), model);
    }
    telemetry.policyLoaded(
        key.tenantId(), key.policyId(), storeName, policy != null, System.nanoTime() - start);
    return policy;
  }

  private void setAside(PolicyKey key, List<PolicyProblem> problems) {
    quarantine.put(key, problems);
    LOG.warn(
        "policy {} is not usable and the last good revision, if any, stays in force: {}",
        key,
        problems);
  }

  private void replace(PolicyKey key, @Nullable CompiledPolicy policy) {
    Map<String, Map<String, CompiledPolicy>> next = new HashMap<>(snapshot);
    Map<String, CompiledPolicy> tenant = new HashMap<>(next.getOrDefault(key.tenantId(), Map.of()));
    if (policy == null) {
      tenant.remove(key.policyId());
    } else {
      tenant.put(key.policyId(), policy);
    }
    if (tenant.isEmpty()) {
      next.remove(key.tenantId());
    } else {
      next.put(key.tenantId(), tenant);
    }
    publish(next);
    states.keepOnly(key.tenantId(), namedProviders(tenant));
  }

  private void publish(Map<String, Map<String, CompiledPolicy>> next) {
    snapshot = next;
    telemetry.policiesHeld(size());
  }

  private static Set<String> namedProviders(Map<String, CompiledPolicy> tenant) {
    Set<String> named = new HashSet<>();
    for (CompiledPolicy policy : tenant.values()) {
      Collections.addAll(named, policy.ids);
    }
    return named;
  }

  private static CompiledPolicy newer(CompiledPolicy a, CompiledPolicy b) {
    return a.revision >= b.revision ? a : b;
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
