package beamline.router.memory.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Budget.Period;
import beamline.router.api.admin.BudgetKey;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final long MOST = 1_000_000_000_000_000_000L;

  @Test
  void whatManyHoldersHaveSpentIsNeverLessThanNothing() {
    Shares shares = new Shares();
    for (int i = 0; i < 20; i++) {
      shares.claim(claim("holder-" + i, MOST, MOST), i < 10 ? 0 : 5000); // the first ones expire
    }
    BudgetShare share = shares.claim(claim("last", 0, 1), 5000);
    assertThat(share.held()).isZero();
    assertThat(share.spentByOthers()).isEqualTo(Long.MAX_VALUE);
    assertThat(share.heldByOthers()).isEqualTo(Long.MAX_VALUE);
  }

  private static BudgetClaim claim(String holder, long spent, long wanted) {
    return new BudgetClaim(
        BudgetKey.ofTenant("acme"),
        Period.TOTAL,
        0,
        MOST,
        holder,
        spent,
        wanted,
        Duration.ofSeconds(1));
  }
}
