package beamline.router.examples.node.log;

import java.util.function.Function;

/** A line of text: time, level, logger, message, then the pairs; an exception in lines below it. */
final class TextFormat implements Function<LogLine, String> {

  @Override
  public String apply(LogLine line) {
    StringBuilder text = new StringBuilder(256);
    text.append(line.timestamp()).append(' ').append(line.level()).append(' ');
    text.append(line.logger()).append(" - ").append(oneLine(line.message()));
    line.pairs().forEach((key, value) -> pair(text, oneLine(key), String.valueOf(value)));
    line.action().ifPresent(it -> pair(text, "action", it));
    line.exception()
        .ifPresent(
            it ->
                it.lines()
                    .forEach(
                        each -> text.append("\n  ").append(oneLine(each.replace("\t", "  ")))));
    return text.append('\n').toString();
  }

  private static void pair(StringBuilder text, String key, String value) {
    String shown = oneLine(value);
    boolean bare = !shown.isEmpty() && shown.chars().noneMatch(c -> c <= ' ' || c == '"');
    text.append(' ').append(key).append('=');
    if (bare) {
      text.append(shown);
    } else {
      text.append('"').append(shown.replace('"', '\'')).append('"');
    }
  }

  /** What controls or hides other characters could pretend to be another line. */
  private static String oneLine(String text) {
    return text.codePoints().noneMatch(TextFormat::isUnsafe)
        ? text
        : text.codePoints()
            .map(c -> isUnsafe(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
