package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.api.admin.Budget.Period;
import beamline.router.api.admin.BudgetKey;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TS-20 to TS-29: what is lent of budgets, and to whom. */
public abstract class BudgetShareRules extends TenantStoreFixture {
  private static final int THREADS = 8;
  private static final Duration LONG = Duration.ofHours(1);
  private static final BudgetKey BUDGET = BudgetKey.ofTenant("acme");

  BudgetShareRules() {}

  @Test
  @DisplayName("TS-20 a holder is lent what it wants, as far as that is left")
  void aHolderIsLentWhatIsLeft() {
    assertEquals(new BudgetShare(60, 0, 0), claim("one", 0, 60, LONG));
    assertEquals(new BudgetShare(40, 0, 60), claim("two", 0, 70, LONG));
    assertEquals(new BudgetShare(0, 0, 100), claim("three", 0, 1, LONG));
    assertEquals(new BudgetShare(60, 0, 40), claim("one", 0, 61, LONG));
  }

  @Test
  @DisplayName("TS-21 the same claim again changes nothing")
  void theSameClaimAgainChangesNothing() {
    for (int i = 0; i < 3; i++) {
      assertEquals(new BudgetShare(60, 0, 0), claim("one", 10, 60, LONG));
    }
    assertEquals(new BudgetShare(40, 10, 60), claim("two", 0, 100, LONG));
  }

  @Test
  @DisplayName("TS-22 what is given back is left for others, what was spent is not")
  void whatIsGivenBackIsLeftForOthers() {
    claim("one", 0, 100, LONG);
    assertEquals(new BudgetShare(30, 0, 0), claim("one", 25, 30, LONG));
    assertEquals(new BudgetShare(70, 25, 30), claim("two", 0, 100, LONG));
    assertEquals(new BudgetShare(25, 0, 70), claim("one", 25, 0, LONG));
    assertEquals(new BudgetShare(75, 25, 25), claim("two", 0, 100, LONG));
  }

  @Test
  @DisplayName("TS-23 what a holder spent beyond what it held is spent")
  void whatWasSpentBeyondIsSpent() {
    claim("one", 0, 60, LONG);
    assertEquals(new BudgetShare(130, 0, 0), claim("one", 130, 130, LONG));
    assertEquals(new BudgetShare(0, 130, 130), claim("two", 0, 10, LONG));
  }

  @Test
  @DisplayName("TS-24 what was spent never falls")
  void whatWasSpentNeverFalls() {
    claim("one", 50, 60, LONG);
    assertEquals(new BudgetShare(50, 0, 0), claim("one", 20, 30, LONG));
    assertEquals(new BudgetShare(50, 50, 50), claim("two", 0, 100, LONG));
  }

  @Test
  @DisplayName("TS-25 a holder that is not heard of keeps what it spent, and loses the rest")
  void aHolderThatIsNotHeardOfLosesTheRest() {
    claim("one", 10, 80, shortLease());
    assertEquals(new BudgetShare(20, 10, 80), claim("two", 0, 100, LONG));
    pass(shortLease().multipliedBy(2));
    assertEquals(new BudgetShare(90, 10, 10), claim("two", 0, 100, LONG));
    assertEquals(
        new BudgetShare(15, 0, 90),
        claim("one", 15, 80, LONG),
        "it comes back and has spent meanwhile");
  }

  @Test
  @DisplayName("TS-26 a lower limit takes back what was not spent, a higher one gives more")
  void aLowerLimitTakesBack() {
    claim("one", 20, 100, LONG);
    assertEquals(50, claim(BUDGET, Period.DAY, 0, 50, "one", 20, 100, LONG).held());
    assertEquals(20, claim(BUDGET, Period.DAY, 0, 10, "one", 20, 100, LONG).held());
    assertEquals(200, claim(BUDGET, Period.DAY, 0, 200, "one", 20, 300, LONG).held());
  }

  @Test
  @DisplayName("TS-27 every budget, period and window has what it has")
  void everyWindowHasWhatItHas() {
    BudgetKey provider = BudgetKey.ofProvider("acme", "a");
    assertEquals(100, claim(BUDGET, Period.DAY, 0, 100, "one", 0, 100, LONG).held());
    assertEquals(100, claim(BUDGET, Period.HOUR, 0, 100, "two", 0, 100, LONG).held());
    assertEquals(100, claim(BUDGET, Period.DAY, 86_400_000, 100, "two", 0, 100, LONG).held());
    assertEquals(100, claim(provider, Period.DAY, 0, 100, "two", 0, 100, LONG).held());
    assertEquals(
        100, claim(BudgetKey.ofTenant("globex"), Period.DAY, 0, 100, "two", 0, 100, LONG).held());
    assertEquals(0, claim(BUDGET, Period.DAY, 0, 100, "two", 0, 100, LONG).held());
  }

  @Test
  @DisplayName("TS-28 claims at the same time are never lent more than the limit")
  void claimsAtTheSameTimeAreNeverLentMore() {
    for (int round = 0; round < 10; round++) {
      long window = round;
      List<BudgetShare> shares =
          Together.run(
              THREADS,
              thread ->
                  () -> claim(BUDGET, Period.DAY, window, 100, "holder-" + thread, 0, 17, LONG));
      assertEquals(100, shares.stream().mapToLong(BudgetShare::held).sum(), shares::toString);
    }
  }

  @Test
  @DisplayName("TS-29 sums that are larger than the largest number are that number")
  void sumsThatAreTooLargeAreTheLargestNumber() {
    for (int i = 0; i < 10; i++) {
      claim(BUDGET, Period.TOTAL, 0, 100, "holder-" + i, Long.MAX_VALUE / 5, 0, LONG);
    }
    assertEquals(
        new BudgetShare(0, Long.MAX_VALUE, Long.MAX_VALUE),
        claim(BUDGET, Period.TOTAL, 0, 100, "last", 0, 1, LONG));
  }

  private BudgetShare claim(String holder, long spent, long wanted, Duration lease) {
    return claim(BUDGET, Period.DAY, 0, 100, holder, spent, wanted, lease);
  }

  private BudgetShare claim(
      BudgetKey key,
      Period period,
      long window,
      long limit,
      String holder,
      long spent,
      long wanted,
      Duration lease) {
    return store().claim(new BudgetClaim(key, period, window, limit, holder, spent, wanted, lease));
  }
}
