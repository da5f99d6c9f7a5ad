package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.Budget.Period;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStore.Watch;
import beamline.router.spi.TenantStore.Write;
import beamline.router.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that every {@link TenantStore} keeps. Extend it and say how to create yours. */
public abstract class TenantStoreContract extends BudgetShareRules {
  private static final int THREADS = 8;

  /** For subclasses. */
  protected TenantStoreContract() {}

  @Test
  @DisplayName("TS-01 a tenant for which nothing was set is empty")
  void aTenantForWhichNothingWasSetIsEmpty() {
    assertEquals(Optional.empty(), store().get("acme"));
    assertEquals(List.of(), store().all());
    assertEquals(List.of(), store().violations("acme", 10));
  }

  @Test
  @DisplayName("TS-02 what was put is got, every setting of it")
  void whatWasPutIsGot() {
    TenantSettings full = full("acme:a/b.c_d-e");
    long revision = put(full, 0);
    TenantSettings stored = full.toBuilder().revision(revision).build();
    assertEquals(Optional.of(stored), store().get(full.tenantId()));
    assertEquals(List.of(stored), store().all());
  }

  @Test
  @DisplayName("TS-03 what is not set any more is not there any more")
  void whatIsNotSetAnyMoreIsNotThere() {
    long first = put(full("acme"), 0);
    long second = put(TenantSettings.none("acme"), first);
    TenantSettings stored = TenantSettings.builder("acme").revision(second).build();
    assertEquals(Optional.of(stored), store().get("acme"));
  }

  @Test
  @DisplayName("TS-04 a put that expects another revision conflicts, and changes nothing")
  void aPutThatExpectsAnotherRevisionConflicts() {
    assertEquals(new Write.Conflict(3, 0), store().put(TenantSettings.none("acme"), 3));
    assertEquals(Optional.empty(), store().get("acme"));
    long first = put(tier("acme", "basic"), 0);
    long second = put(tier("acme", "premium"), first);
    assertTrue(second > first && first > 0, () -> first + " and then " + second);
    assertEquals(new Write.Conflict(0, second), store().put(tier("acme", "basic"), 0));
    assertEquals(new Write.Conflict(first, second), store().put(tier("acme", "basic"), first));
    assertEquals(Optional.of("premium"), store().get("acme").orElseThrow().tier());
  }

  @Test
  @DisplayName("TS-05 of puts at the same time that expect the same revision one is done")
  void ofPutsAtTheSameTimeOneIsDone() {
    long last = 0;
    for (int round = 0; round < 20; round++) {
      long expected = last;
      List<Write> writes =
          Together.run(THREADS, thread -> () -> store().put(tier("acme", "basic"), expected));
      assertEquals(
          1, writes.stream().filter(Write.Done.class::isInstance).count(), writes::toString);
      last = store().get("acme").orElseThrow().revision();
    }
  }

  @Test
  @DisplayName("TS-06 all are the settings of all tenants, by id")
  void allAreTheSettingsOfAllTenants() {
    for (String tenant : List.of("b", "a", "B", "a-b", "a.b")) {
      put(tier(tenant, "basic"), 0);
    }
    assertEquals(
        List.of("B", "a", "a-b", "a.b", "b"),
        store().all().stream().map(TenantSettings::tenantId).toList());
  }

  @Test
  @DisplayName("TS-07 a watch tells every tenant's changes in order, up to the newest")
  void aWatchTellsChangesInOrder() {
    List<TenantSettings> heard = new CopyOnWriteArrayList<>();
    Watch watch = store().watch(heard::add);
    long revision = 0;
    for (int i = 1; i <= 10; i++) {
      revision = put(TenantSettings.builder("acme").requestsPerMinute((long) i).build(), revision);
    }
    awaitNewest(heard);
    List<Long> revisions = heard.stream().map(TenantSettings::revision).toList();
    assertEquals(revisions.stream().sorted().toList(), revisions);
    watch.close();
  }

  @Test
  @DisplayName("TS-08 a listener that throws keeps nobody from being told")
  void aListenerThatThrowsKeepsNobody() {
    List<TenantSettings> heard = new CopyOnWriteArrayList<>();
    Watch failing =
        store()
            .watch(
                change -> {
                  throw new IllegalStateException("a listener that fails");
                });
    Watch watch = store().watch(heard::add);
    put(tier("acme", "basic"), put(tier("acme", "premium"), 0));
    awaitNewest(heard);
    failing.close();
    watch.close();
  }

  @Test
  @DisplayName("TS-09 a watch that was closed hears nothing more")
  void aClosedWatchHearsNothingMore() {
    List<TenantSettings> closed = new CopyOnWriteArrayList<>();
    List<TenantSettings> open = new CopyOnWriteArrayList<>();
    Watch first = store().watch(closed::add);
    Watch second = store().watch(open::add);
    first.close();
    first.close();
    put(tier("acme", "basic"), 0);
    awaitNewest(open);
    assertEquals(List.of(), closed);
    second.close();
  }

  @Test
  @DisplayName("TS-10 violations are listed by tenant, newest first, as they were recorded")
  void violationsAreListedByTenant() {
    QuotaViolation rate =
        new QuotaViolation(
            "acme",
            Optional.of("ada"),
            QuotaViolation.Type.RATE,
            100,
            142,
            "acme/ada",
            42,
            Instant.ofEpochMilli(1_700_000_000_123L));
    QuotaViolation policies =
        new QuotaViolation(
            "acme",
            Optional.empty(),
            QuotaViolation.Type.POLICIES,
            10,
            11,
            "default",
            1,
            Instant.ofEpochMilli(1_700_000_001_000L));
    QuotaViolation other =
        new QuotaViolation(
            "globex",
            Optional.empty(),
            QuotaViolation.Type.BUDGET,
            1,
            2,
            "",
            1,
            Instant.ofEpochMilli(1_700_000_002_000L));
    store().violated(List.of(rate));
    store().violated(List.of(policies, other));
    assertEquals(List.of(policies, rate), store().violations("acme", 10));
    assertEquals(List.of(policies), store().violations("acme", 1));
    assertEquals(List.of(other), store().violations("globex", 10));
  }

  @Test
  @DisplayName("TS-30 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    put(tier("acme", "basic"), 0);
    store().close();
    store().close();
  }

  private void awaitNewest(List<TenantSettings> heard) {
    TenantSettings newest = store().get("acme").orElseThrow();
    Eventually.eventually(() -> newest + " is told, but " + heard, () -> heard.contains(newest));
  }

  private long put(TenantSettings settings, long expected) {
    return assertInstanceOf(Write.Done.class, store().put(settings, expected)).revision();
  }

  private static TenantSettings tier(String tenantId, String tier) {
    return TenantSettings.builder(tenantId).tier(tier).build();
  }

  private static TenantSettings full(String tenantId) {
    return TenantSettings.builder(tenantId)
        .tier("enterprise")
        .requestsPerMinute(1_000_000_000L)
        .userRequestsPerMinute(0L)
        .requestsPerMinuteOf("ada", 5L)
        .requestsPerMinuteOf("a \"b' {}, 日本", 0L)
        .maxPolicies(1_000_000)
        .maxRulesPerPolicy(1)
        .maxProvidersPerPolicy(1000)
        .budget(new Budget(1_000_000_000_000_000_000L, Period.TOTAL))
        .budgetOf("a/b", new Budget(0, Period.HOUR))
        .budgetOf("c", new Budget(1, Period.MONTH))
        .budgetOf("d", new Budget(123_456_789, Period.DAY))
        .build();
  }
}
