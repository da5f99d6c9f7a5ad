package beamline.router.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Maps as text: {@code name=value} with commas between them. */
final class MapText {
  private MapText() {}

  /** Names to values of another type. */
  static <V> ConfigType<Map<String, V>> type(
      String word, String expected, Function<String, V> readValue) {
    return new ConfigType<>(word, expected, (text, unit) -> read(text, readValue), MapText::write);
  }

  private static <V> Map<String, V> read(String text, Function<String, V> readValue) {
    Map<String, V> map = new LinkedHashMap<>();
    for (String item : ListText.read(text)) {
      int equals = item.indexOf('=');
      if (equals < 1 || equals == item.length() - 1) {
        throw new IllegalArgumentException("'" + item + "' is not of the form name=value");
      }
      String name = item.substring(0, equals).strip();
      if (map.put(name, readValue.apply(item.substring(equals + 1).strip())) != null) {
        throw new IllegalArgumentException(name + " appears twice");
      }
    }
    return Collections.unmodifiableMap(map);
  }

  private static <V> String write(Map<String, V> map) {
    List<String> items =
        map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    return ListText.write(items);
  }
}
