package beamline.router.examples.admin;

import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.Budget;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * Amounts of money or whatever else costs are given in: units for people, millionths on the wire.
 */
final class Amounts {

  private static final List<Budget.Period> PERIODS =
      List.of(Budget.Period.HOUR, Budget.Period.DAY, Budget.Period.MONTH, Budget.Period.TOTAL);

  private Amounts() {}

  /** An amount in units. */
  static String of(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
  }

  /** An amount and how long it has to last. */
  static String of(Budget budget) {
    return of(budget.getMicros()) + " per " + period(budget);
  }

  static String period(Budget budget) {
    return budget.getPeriod().name().toLowerCase(Locale.ROOT);
  }

  /** The budget that somebody wrote. */
  static Budget budget(String amount, String period) throws UsageException {
    Budget.Period found =
        PERIODS.stream()
            .filter(it -> it.name().equalsIgnoreCase(period))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "PERIOD is '" + period + "', must be hour, day, month or total"));
    try {
      return Budget.newBuilder()
          .setMicros(new BigDecimal(amount).movePointRight(6).longValueExact())
          .setPeriod(found)
          .build();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new UsageException(
          "AMOUNT is '" + amount + "', must be a number with up to 6 digits after the point");
    }
  }
}
