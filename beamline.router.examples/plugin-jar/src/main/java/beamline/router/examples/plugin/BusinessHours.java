package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Refuses requests on weekends and outside {@code config.from} to {@code config.to}, by default
 * {@code 09:00} to {@code 17:00}. A time that cannot be read fails the call, and with it what the
 * policy says about failed validators.
 */
final class BusinessHours implements Extension {
  private final LongSupplier epochMillis;
  private final ZoneId zone;

  BusinessHours(LongSupplier epochMillis, ZoneId zone) {
    this.epochMillis = epochMillis;
    this.zone = zone;
  }

  @Override
  public CompletionStage<Reply> call(Request request) {
    try {
      return CompletableFuture.completedFuture(
          check(time(request, "from", "09:00"), time(request, "to", "17:00")));
    } catch (DateTimeParseException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Reply check(LocalTime from, LocalTime to) {
    ZonedDateTime now = Instant.ofEpochMilli(epochMillis.getAsLong()).atZone(zone);
    LocalTime time = now.toLocalTime();
    if (!isWorkday(now.getDayOfWeek()) || time.isBefore(from) || !time.isBefore(to)) {
      return new Reply.Refuse(
          "closed: open Monday to Friday, " + from + " to " + to + " " + zone,
          Map.of("from", from.toString(), "to", to.toString(), "zone", zone.toString()));
    }
    return Reply.proceed();
  }

  private static boolean isWorkday(DayOfWeek day) {
    return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
  }

  private static LocalTime time(Request request, String key, String byDefault) {
    Object time = request.config().getOrDefault(key, byDefault);
    return LocalTime.parse(String.valueOf(time));
  }
}
