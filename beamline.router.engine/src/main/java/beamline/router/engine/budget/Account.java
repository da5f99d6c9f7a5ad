package beamline.router.engine.budget;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One budget, from window to window. Safe for concurrent use. */
final class Account {
  private final BudgetKey key;
  private final Function<Window, Tenure> tenures;
  private final Consumer<Tenure> ended;
  private volatile Budget budget;
  private volatile Tenure current;

  /**
   * An account.
   *
   * @param tenures holds what is lent in a window
   * @param ended takes the windows that are over
   */
  Account(
      BudgetKey key,
      Budget budget,
      long nowMillis,
      Function<Window, Tenure> tenures,
      Consumer<Tenure> ended) {
    this.key = key;
    this.budget = budget;
    this.tenures = tenures;
    this.ended = ended;
    this.current = open(budget, nowMillis);
  }

  private Tenure open(Budget of, long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    Tenure tenure =
        tenures.apply(
            new Window(
                key,
                of.period(),
                of.period().begin(now).toEpochMilli(),
                of.period().end(now).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE)));
    tenure.limit(of.micros());
    return tenure;
  }

  /** What is held in the window of this time. A clock that goes back does not open a former one. */
  Tenure at(long nowMillis) {
    Tenure tenure = current;
    return nowMillis < tenure.window().endMillis ? tenure : next(nowMillis);
  }

  private synchronized Tenure next(long nowMillis) {
    Tenure tenure = current;
    if (nowMillis >= tenure.window().endMillis) {
      current = open(budget, nowMillis);
      ended.accept(tenure);
    }
    return current;
  }

  /** Changes how much may be spent; a new period begins a new window. */
  synchronized void change(Budget changed, long nowMillis) {
    Budget before = budget;
    budget = changed;
    if (before.period() == changed.period()) {
      current.limit(changed.micros());
    } else {
      Tenure tenure = current;
      current = open(changed, nowMillis);
      ended.accept(tenure);
    }
  }

  /** Ends it: what is reserved is still settled. */
  synchronized void close() {
    ended.accept(current);
  }

  BudgetKey key() {
    return key;
  }

  BudgetStatus status(long nowMillis) {
    Tenure tenure = at(nowMillis);
    Window window = tenure.window();
    long spent = window.spent();
    long reserved = window.reserved();
    return new BudgetStatus(
        key,
        budget,
        spent + tenure.spentByOthers(),
        reserved,
        budget.micros() - tenure.heldByOthers() - spent - reserved,
        window.endMillis == Long.MAX_VALUE
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(window.endMillis)));
  }
}
