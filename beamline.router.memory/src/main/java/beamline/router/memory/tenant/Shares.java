package beamline.router.memory.tenant;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how much of which budget. Invariant: all that is held of a window is never more than
 * its limit, but for what was spent beyond what was held. Not safe for concurrent use.
 */
final class Shares {
  /** Windows of a budget that are remembered: those that were claimed last. */
  private static final int MAX_WINDOWS = 4;

  private final Map<BudgetKey, Map<WindowId, Window>> windows = new HashMap<>();

  private record WindowId(Budget.Period period, long beginMillis) {}

  private static final class Share {
    private long spent;
    private long held;
    private long untilMillis;
  }

  /** One window: its live holders, and what all former ones have spent. */
  private static final class Window {
    private final Map<String, Share> shares = new HashMap<>();
    private final Map<String, Long> formerSpent = new HashMap<>();
  }

  BudgetShare claim(BudgetClaim claim, long nowMillis) {
    Window window = window(claim);
    expire(window, nowMillis);
    long spentByOthers = 0;
    long heldByOthers = 0;
    for (Map.Entry<String, Share> other : window.shares.entrySet()) {
      if (!other.getKey().equals(claim.holder())) {
        spentByOthers = sum(spentByOthers, other.getValue().spent);
        heldByOthers = sum(heldByOthers, Math.max(other.getValue().held, other.getValue().spent));
      }
    }
    for (Map.Entry<String, Long> former : window.formerSpent.entrySet()) {
      if (!former.getKey().equals(claim.holder())) {
        spentByOthers = sum(spentByOthers, former.getValue());
        heldByOthers = sum(heldByOthers, former.getValue());
      }
    }
    Share own = window.shares.computeIfAbsent(claim.holder(), holder -> new Share());
    @Nullable Long before = window.formerSpent.remove(claim.holder());
    own.spent = Math.max(Math.max(own.spent, before == null ? 0 : before), claim.spent());
    own.held = Math.max(own.spent, Math.min(claim.wanted(), claim.limit() - heldByOthers));
    own.untilMillis = nowMillis + claim.lease().toMillis();
    return new BudgetShare(own.held, spentByOthers, heldByOthers);
  }

  /** A sum of two amounts that are 0 or more; the largest number when it is larger. */
  private static long sum(long amount, long more) {
    return amount > Long.MAX_VALUE - more ? Long.MAX_VALUE : amount + more;
  }

  private Window window(BudgetClaim claim) {
    Map<WindowId, Window> ofKey =
        windows.computeIfAbsent(claim.key(), key -> new LinkedHashMap<>(8, 0.75f, true));
    Window window =
        ofKey.computeIfAbsent(
            new WindowId(claim.period(), claim.windowMillis()), id -> new Window());
    if (ofKey.size() > MAX_WINDOWS) {
      ofKey.remove(ofKey.keySet().iterator().next());
    }
    return window;
  }

  private static void expire(Window window, long nowMillis) {
    Iterator<Map.Entry<String, Share>> shares = window.shares.entrySet().iterator();
    while (shares.hasNext()) {
      Map.Entry<String, Share> share = shares.next();
      if (share.getValue().untilMillis <= nowMillis) {
        window.formerSpent.put(share.getKey(), share.getValue().spent);
        shares.remove();
      }
    }
  }
}
