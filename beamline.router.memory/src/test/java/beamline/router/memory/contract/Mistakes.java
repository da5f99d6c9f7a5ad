package beamline.router.memory.contract;

import static java.util.concurrent.CompletableFuture.completedFuture;

import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Role;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.memory.access.MemoryAccessStoreProvider;
import beamline.router.memory.audit.MemoryAuditSinkProvider;
import beamline.router.memory.extension.MemoryExtensionStoreProvider;
import beamline.router.memory.limit.MemoryRateLimiterProvider;
import beamline.router.memory.policy.MemoryPolicyStoreProvider;
import beamline.router.memory.state.MemoryStateStoreProvider;
import beamline.router.memory.tenant.MemoryTenantStoreProvider;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AuditSink;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import beamline.router.spi.StateStore;
import beamline.router.spi.TenantStore;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.contract.AccessStoreContract;
import beamline.router.testkit.contract.AuditSinkContract;
import beamline.router.testkit.contract.BoundedAuditSinkContract;
import beamline.router.testkit.contract.DurableAuditSinkContract;
import beamline.router.testkit.contract.DurableExtensionStoreContract;
import beamline.router.testkit.contract.DurablePolicyStoreContract;
import beamline.router.testkit.contract.ExtensionContract;
import beamline.router.testkit.contract.ExtensionSourceContract;
import beamline.router.testkit.contract.ExtensionStoreContract;
import beamline.router.testkit.contract.PolicyStoreContract;
import beamline.router.testkit.contract.RateLimiterContract;
import beamline.router.testkit.contract.StateStoreContract;
import beamline.router.testkit.contract.TenantStoreContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Components that break one rule each. They are run by {@link ContractsFindMistakesTest} only. */
final class Mistakes {
  private Mistakes() {}

  /** What a method does wrong. */
  interface Mistake<T> {
    Object call(T real, Object[] arguments) throws Throwable;
  }

  /** The component, except for one method. */
  static <T> T broken(Class<T> type, T real, String method, Mistake<T> mistake) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              if (called.getName().equals(method)) {
                return mistake.call(real, arguments);
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  static final class PutThatIgnoresTheRevision extends PolicyStoreContract {
    @Override
    protected PolicyStore create(ComponentContext context) {
      return broken(
          PolicyStore.class,
          new MemoryPolicyStoreProvider().create(context),
          "put",
          (real, arguments) -> {
            PolicyDocument document = (PolicyDocument) arguments[0];
            return real.put(
                document, real.get(document.key()).map(PolicyDocument::revision).orElse(0L));
          });
    }
  }

  static final class ListInTheWrongOrder extends PolicyStoreContract {
    @Override
    protected PolicyStore create(ComponentContext context) {
      return broken(
          PolicyStore.class,
          new MemoryPolicyStoreProvider().create(context),
          "list",
          (real, arguments) -> {
            List<PolicyDocument> documents = new ArrayList<>(real.list((String) arguments[0]));
            Collections.reverse(documents);
            return documents;
          });
    }
  }

  static final class StoreThatForgets extends DurablePolicyStoreContract {
    @Override
    protected PolicyStore create(ComponentContext context) {
      return new MemoryPolicyStoreProvider().create(context);
    }

    @Override
    protected PolicyStore reopen(ComponentContext context) {
      return create(context);
    }
  }

  static final class OnePermitTooMany extends RateLimiterContract {
    @Override
    protected RateLimiter create(ComponentContext context) {
      return broken(
          RateLimiter.class,
          new MemoryRateLimiterProvider().create(context),
          "tryAcquire",
          (real, arguments) -> {
            RateLimit limit = (RateLimit) arguments[1];
            RateLimit wider =
                new RateLimit(
                    limit.algorithm(), limit.permits() + 1, limit.windowNanos(), limit.burst() + 1);
            return take(real, arguments, wider);
          });
    }
  }

  static final class WaitThatIsTooShort extends RateLimiterContract {
    @Override
    protected RateLimiter create(ComponentContext context) {
      return broken(
          RateLimiter.class,
          new MemoryRateLimiterProvider().create(context),
          "tryAcquire",
          (real, arguments) -> Math.min(1, take(real, arguments, (RateLimit) arguments[1])));
    }
  }

  private static long take(RateLimiter real, Object[] arguments, RateLimit limit) {
    return real.tryAcquire(
        (LimitKey) arguments[0], limit, (long) arguments[2], (long) arguments[3]);
  }

  static final class RevocationThatComesLate extends AccessStoreContract {
    @Override
    protected AccessStore create(ComponentContext context) {
      return broken(
          AccessStore.class,
          new MemoryAccessStoreProvider().create(context),
          "revoke",
          (real, arguments) -> real.grantsOf((String) arguments[0]).size() > 0);
    }
  }

  static final class RoleThatLeavesItsGrants extends AccessStoreContract {
    @Override
    protected AccessStore create(ComponentContext context) {
      return broken(
          AccessStore.class,
          new MemoryAccessStoreProvider().create(context),
          "deleteRole",
          (real, arguments) -> {
            Role former = real.role((String) arguments[0]).orElse(null);
            List<Grant> grants =
                Stream.of("acme", "*").flatMap(tenant -> real.grants(tenant).stream()).toList();
            boolean deleted = real.deleteRole((String) arguments[0]);
            if (former != null) {
              real.putRole(former);
              grants.forEach(real::grant);
            }
            return deleted;
          });
    }
  }

  static final class ExtensionPutThatIgnoresTheRevision extends ExtensionStoreContract {
    @Override
    protected ExtensionStore create(ComponentContext context) {
      return broken(
          ExtensionStore.class,
          new MemoryExtensionStoreProvider().create(context),
          "put",
          (real, arguments) -> {
            ExtensionDocument document = (ExtensionDocument) arguments[0];
            return real.put(
                document, real.get(document.id()).map(ExtensionDocument::revision).orElse(0L));
          });
    }
  }

  static final class ExtensionsInTheWrongOrder extends ExtensionStoreContract {
    @Override
    protected ExtensionStore create(ComponentContext context) {
      return broken(
          ExtensionStore.class,
          new MemoryExtensionStoreProvider().create(context),
          "current",
          (real, arguments) -> {
            List<ExtensionDocument> documents = new ArrayList<>(real.current().documents());
            Collections.reverse(documents);
            return new ExtensionStore.Contents(documents, Map.of());
          });
    }
  }

  static final class ExtensionStoreThatForgets extends DurableExtensionStoreContract {
    @Override
    protected ExtensionStore create(ComponentContext context) {
      return new MemoryExtensionStoreProvider().create(context);
    }

    @Override
    protected ExtensionStore reopen(ComponentContext context) {
      return create(context);
    }
  }

  static final class LenderThatForgetsWhatWasSpent extends TenantStoreContract {
    @Override
    protected TenantStore create(ComponentContext context) {
      return broken(
          TenantStore.class,
          new MemoryTenantStoreProvider().create(context),
          "claim",
          (real, arguments) -> {
            BudgetClaim claim = (BudgetClaim) arguments[0];
            return real.claim(
                new BudgetClaim(
                    claim.key(),
                    claim.period(),
                    claim.windowMillis(),
                    claim.limit(),
                    claim.holder(),
                    0,
                    claim.wanted(),
                    claim.lease()));
          });
    }
  }

  static final class PutIfAbsentThatOverwrites extends StateStoreContract {
    @Override
    protected StateStore create(ComponentContext context) {
      return broken(
          StateStore.class,
          new MemoryStateStoreProvider().create(context),
          "putIfAbsent",
          (real, arguments) ->
              real.put((String) arguments[0], (byte[]) arguments[1], (Duration) arguments[2])
                  .thenApply(
                      revision ->
                          new StateStore.PutIfAbsent(
                              true, new StateStore.Entry((byte[]) arguments[1], revision))));
    }
  }

  static final class EntriesThatLiveForEver extends StateStoreContract {
    @Override
    protected StateStore create(ComponentContext context) {
      return broken(
          StateStore.class,
          new MemoryStateStoreProvider().create(context),
          "put",
          (real, arguments) ->
              real.put((String) arguments[0], (byte[]) arguments[1], Duration.ofDays(9)));
    }
  }

  static final class SinkThatSkipsTheFirst extends AuditSinkContract {
    @Override
    @SuppressWarnings("unchecked")
    protected AuditSink create(ComponentContext context) {
      return broken(
          AuditSink.class,
          new MemoryAuditSinkProvider().create(context),
          "read",
          (real, arguments) ->
              real.read(
                  (String) arguments[0],
                  Math.max(2, (long) arguments[1]),
                  (int) arguments[2],
                  (Consumer<AuditEntry>) arguments[3]));
    }
  }

  static final class SinkThatDropsSilently extends BoundedAuditSinkContract {
    @Override
    protected AuditSink create(ComponentContext context) {
      return new MemoryAuditSinkProvider().create(context);
    }

    @Override
    protected AuditSink createWithRoomFor(int records, ComponentContext context) {
      TestComponentContext small =
          TestComponentContext.builder()
              .config("max-records", String.valueOf(records))
              .config("overwrite", "true")
              .build();
      try (small) {
        return create(small);
      }
    }
  }

  static final class SinkThatForgets extends DurableAuditSinkContract {
    @Override
    protected AuditSink create(ComponentContext context) {
      return new MemoryAuditSinkProvider().create(context);
    }

    @Override
    protected AuditSink reopen(ComponentContext context) {
      return create(context);
    }
  }

  static final class ExtensionThatThrows extends ExtensionContract {
    @Override
    protected Extension create() {
      return FakeExtension.answering(
          request -> {
            Object id = Objects.requireNonNull(request.payload().get("message_id"));
            return completedFuture(new Extension.Reply.Proceed(Map.of("seen", id), Map.of()));
          });
    }
  }

  static final class ExtensionThatHangs extends ExtensionContract {
    @Override
    protected Extension create() {
      return FakeExtension.hanging();
    }

    @Override
    protected Duration timeout() {
      return Duration.ofMillis(50);
    }
  }

  static final class ExtensionThatChangesItsInput extends ExtensionContract {
    @Override
    protected Extension create() {
      return FakeExtension.answering(
          request -> {
            Map<String, Object> payload = request.payload();
            if (!payload.isEmpty()) {
              payload.put("seen", true);
            }
            return completedFuture(Extension.Reply.proceed());
          });
    }
  }

  static final class SourceThatIgnoresTheKind extends ExtensionSourceContract {
    @Override
    protected ExtensionSource create(ComponentContext context) {
      FakeExtensionSource source = new FakeExtensionSource();
      for (Extension.Kind kind : Extension.Kind.values()) {
        source.with(knownId(), kind, FakeExtension.proceeding());
      }
      return source;
    }

    @Override
    protected String knownId() {
      return "known";
    }

    @Override
    protected Extension.Kind knownKind() {
      return Extension.Kind.PRE;
    }
  }

  static final class SourceThatHasEverything extends ExtensionSourceContract {
    @Override
    protected ExtensionSource create(ComponentContext context) {
      return (id, kind) -> Optional.of(FakeExtension.proceeding());
    }

    @Override
    protected String knownId() {
      return "known";
    }

    @Override
    protected Extension.Kind knownKind() {
      return Extension.Kind.PRE;
    }
  }
}
