package beamline.router.examples.node.log;

import beamline.router.api.LogEvent;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** What is told of an event, whatever the format: masked, and bounded in length. */
record LogLine(
    String timestamp,
    String level,
    String logger,
    String thread,
    String message,
    Map<String, @Nullable Object> pairs,
    Optional<String> action,
    Optional<String> exception) {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static LogLine of(ILoggingEvent event, Masking masking) {
    Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
    event.getMDCPropertyMap().forEach((key, value) -> pairs.put(key, masking.pair(key, value)));
    List<KeyValuePair> told = event.getKeyValuePairs();
    if (told != null) {
      told.forEach(it -> pairs.put(it.key, masking.pair(it.key, it.value)));
    }
    return new LogLine(
        MICROSECONDS.format(time(event)),
        level(event.getLevel()),
        event.getLoggerName(),
        event.getThreadName(),
        masking.text(String.valueOf(event.getFormattedMessage())),
        pairs,
        event.getLevel().isGreaterOrEqual(Level.WARN) ? action(told) : Optional.empty(),
        exception(event.getThrowableProxy(), masking));
  }

  private static Instant time(ILoggingEvent event) {
    Instant exact = event.getInstant();
    return exact == null ? Instant.ofEpochMilli(event.getTimeStamp()) : exact;
  }

  private static String level(Level level) {
    return level.equals(Level.TRACE) ? "DEBUG" : level.toString();
  }

  private static Optional<String> action(@Nullable List<KeyValuePair> pairs) {
    return pairs == null
        ? Optional.empty()
        : pairs.stream()
            .filter(it -> it.value instanceof LogEvent)
            .map(it -> ((LogEvent) it.value).action())
            .findFirst();
  }

  private static Optional<String> exception(@Nullable IThrowableProxy fault, Masking masking) {
    return Optional.ofNullable(fault)
        .map(ThrowableProxyUtil::asString)
        .map(it -> masking.exception(it.strip()));
  }
}
