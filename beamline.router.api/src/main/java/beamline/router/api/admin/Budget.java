package beamline.router.api.admin;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * How much may be spent in a period.
 *
 * @param micros millionths of the unit that costs are given in, 0 or more
 * @param period when it begins anew
 */
public record Budget(long micros, Period period) {
  /** Millionths of a unit. */
  public static final long MICROS_PER_UNIT = 1_000_000;

  private static final long MOST = 1_000_000_000_000L * MICROS_PER_UNIT;

  /** When a budget begins anew: at the turn of the hour, day or month in UTC, or never. */
  public enum Period {
    /** The hour of the clock. */
    HOUR,
    /** The day from midnight. */
    DAY,
    /** The month from its first day. */
    MONTH,
    /** All time. */
    TOTAL;

    /** When the window began that this time is in; the epoch for {@link #TOTAL}. */
    public Instant begin(Instant time) {
      ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
      return switch (this) {
        case HOUR -> utc.truncatedTo(ChronoUnit.HOURS).toInstant();
        case DAY -> utc.truncatedTo(ChronoUnit.DAYS).toInstant();
        case MONTH -> utc.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
        case TOTAL -> Instant.EPOCH;
      };
    }

    /** When the window ends that this time is in; empty for {@link #TOTAL}. */
    public Optional<Instant> end(Instant time) {
      ZonedDateTime begin = begin(time).atZone(ZoneOffset.UTC);
      return switch (this) {
        case HOUR -> Optional.of(begin.plusHours(1).toInstant());
        case DAY -> Optional.of(begin.plusDays(1).toInstant());
        case MONTH -> Optional.of(begin.plusMonths(1).toInstant());
        case TOTAL -> Optional.empty();
      };
    }
  }

  public Budget {
    Objects.requireNonNull(period, "period");
    if (micros < 0 || micros > MOST) {
      throw new IllegalArgumentException(
          "a budget is " + micros + " millionths, must be from 0 to " + MOST);
    }
  }

  /**
   * A budget of this many units.
   *
   * @throws IllegalArgumentException when the amount is negative, too large, or not a whole number
   *     of millionths
   */
  public static Budget of(BigDecimal amount, Period period) {
    try {
      return new Budget(amount.movePointRight(6).longValueExact(), period);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a budget is " + amount + ", must be a number of millionths", e);
    }
  }

  /** The amount in units. */
  public BigDecimal amount() {
    return BigDecimal.valueOf(micros, 6);
  }

  @Override
  public String toString() {
    return amount().stripTrailingZeros().toPlainString() + " per " + period;
  }
}
