package beamline.router.engine.budget;

import beamline.router.api.LogEvent;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store lends this node of one window: a slice of what is left at a time, for as long as
 * its lease. One claim is under way at a time; whoever needs one meanwhile waits for it. Without a
 * valid lease nothing is reserved, since the store may have lent it to another node. Safe for
 * concurrent use.
 */
final class Tenure {
  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

  /** A slice is this part of what is left, so that the last of it is not spread over all nodes. */
  private static final int SLICES = 8;

  /** How long a store that cannot lend more is not asked again, where asking takes time. */
  private static final long PAUSE_NANOS = 100_000_000;

  private static final long NO_LIMIT = -1;

  private final Window window;
  private final Lender lender;
  private final String holder;
  private final AtomicReference<@Nullable CompletableFuture<Void>> claiming =
      new AtomicReference<>();

  private volatile long limit;
  private volatile long spentByOthers;
  private volatile long heldByOthers;
  private volatile long leasedUntil;
  private volatile boolean dry;
  private volatile long pauseUntil;
  private volatile @Nullable RuntimeException failure;

  /** The limit for which the store lent what is held; another one voids the lease. */
  private volatile long leasedLimit = NO_LIMIT;

  /** What is held, all in all; changed by the claim under way only. */
  private long held;

  /** Nothing is lent yet. */
  Tenure(Window window, Lender lender, String holder) {
    this.window = window;
    this.lender = lender;
    this.holder = holder;
  }

  /** What came of an attempt to reserve. */
  enum Answer {
    /** It is reserved. */
    RESERVED,
    /** It is not there. */
    SPENT,
    /** The store must be asked first: {@link #claim}, then try again. */
    ASK
  }

  Window window() {
    return window;
  }

  long limit() {
    return limit;
  }

  long spentByOthers() {
    return spentByOthers;
  }

  long heldByOthers() {
    return heldByOthers;
  }

  /** Why the store could not be asked; null when it could. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** How much all nodes may spend; what is lent already is looked at anew. */
  void limit(long micros) {
    limit = micros;
  }

  /**
   * Reserves this much.
   *
   * @param asked whether this caller has waited for a claim
   */
  Answer reserve(long micros, boolean asked) {
    long now = lender.nanoTime();
    boolean valid = leasedLimit == limit && now - leasedUntil < 0;
    if (valid && window.reserve(micros)) {
      if (!lender.atOnce() && !dry && window.available() < slice() / 4) {
        CompletionStage<Void> unused = claim(slice()); // before it is used up
      }
      return Answer.RESERVED;
    }
    boolean useless = failure != null || (valid && dry);
    boolean paused = !lender.atOnce() && now - pauseUntil < 0;
    return useless && (asked || paused) ? Answer.SPENT : Answer.ASK;
  }

  /** Asks the store for at least this much, if nobody asks it already. */
  CompletionStage<Void> claim(long micros) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = claiming.compareAndExchange(null, own);
    if (other != null) {
      return other;
    }
    try {
      lender.run(() -> claim(micros, own));
    } catch (RejectedExecutionException e) {
      failure = e;
      end(own);
    }
    return own;
  }

  private void claim(long micros, CompletableFuture<Void> own) {
    try {
      claimNow(micros, false);
    } finally {
      end(own);
    }
  }

  private void end(CompletableFuture<Void> own) {
    claiming.set(null);
    own.complete(null);
  }

  /**
   * Tells the store what was spent, and renews the lease; what was not used is given back.
   *
   * @param all whether everything that is left is given back
   * @return false when it could not be told, or a claim is under way, which may not have told all
   */
  boolean report(boolean all) {
    CompletableFuture<Void> own = new CompletableFuture<>();
    return claiming.compareAndSet(null, own) && report(all, own);
  }

  /** Tells the store the last time; waits for a claim that is under way. */
  void end() {
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = claiming.compareAndExchange(null, own);
    while (other != null) {
      other.join();
      other = claiming.compareAndExchange(null, own);
    }
    report(true, own);
  }

  private boolean report(boolean all, CompletableFuture<Void> own) {
    try {
      claimNow(0, all || !window.wasUsed());
      return failure == null;
    } finally {
      end(own);
    }
  }

  private void claimNow(long micros, boolean returning) {
    long start = lender.nanoTime();
    long most = limit;
    long spent = window.spent();
    long returned = returning ? window.takeAvailable() : 0;
    long kept = held - returned;
    long needed = Math.max(0, micros - window.available()); // what was overspent included
    long missing = micros == 0 ? needed : Math.max(needed, slice());
    long wanted = Math.max(spent, kept + missing);
    try {
      BudgetShare share =
          lender.claim(
              new BudgetClaim(
                  window.key,
                  window.period,
                  window.beginMillis,
                  most,
                  holder,
                  spent,
                  wanted,
                  lender.lease()));
      window.held(share.held() - kept);
      held = share.held();
      spentByOthers = Math.min(share.spentByOthers(), Micros.MOST_SPENT);
      heldByOthers = Math.min(share.heldByOthers(), Micros.MOST_SPENT);
      dry = share.held() < wanted || (needed > 0 && share.held() <= kept);
      pauseUntil = start + PAUSE_NANOS;
      leasedUntil = start + lender.lease().toNanos() / 4 * 3;
      leasedLimit = most;
      failure = null;
    } catch (RuntimeException e) {
      window.held(returned);
      if (failure == null) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.BUDGET_STORE_UNAVAILABLE)
            .addKeyValue("budget", window.key)
            .addKeyValue("reason", e.getMessage())
            .log("a budget cannot be asked for");
      }
      pauseUntil = lender.nanoTime() + PAUSE_NANOS;
      failure = e;
    }
  }

  private long slice() {
    return Math.max(0, limit - heldByOthers - window.spent() - window.reserved()) / SLICES;
  }
}
