package beamline.router.engine.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every document that differs from a given one in one place: a value replaced, a member left out, a
 * member added.
 */
final class Mutations {

  private final List<Object> values;
  private final Map<String, List<Object>> additions;

  /**
   * Puts each of these values in each place, and adds each of these keys to each object, with each
   * of its values.
   */
  Mutations(List<Object> values, Map<String, List<Object>> additions) {
    this.values = values;
    this.additions = additions;
  }

  void forEach(Object document, Consumer<Object> visitor) {
    for (Object value : values) {
      visitor.accept(value);
    }
    if (document instanceof Map<?, ?> map) {
      forEachOfMap(map, visitor);
    } else if (document instanceof List<?> list) {
      forEachOfList(list, visitor);
    }
  }

  private void forEachOfMap(Map<?, ?> map, Consumer<Object> visitor) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Map<Object, Object> without = new LinkedHashMap<>(map);
      without.remove(entry.getKey());
      visitor.accept(without);
      forEach(entry.getValue(), changed -> visitor.accept(with(map, entry.getKey(), changed)));
    }
    additions.forEach(
        (key, added) -> {
          if (!map.containsKey(key)) {
            added.forEach(value -> visitor.accept(with(map, key, value)));
          }
        });
  }

  private void forEachOfList(List<?> list, Consumer<Object> visitor) {
    for (int i = 0; i < list.size(); i++) {
      int index = i;
      List<Object> without = new ArrayList<>(list);
      without.remove(index);
      visitor.accept(without);
      forEach(
          list.get(i),
          changed -> {
            List<Object> copy = new ArrayList<>(list);
            copy.set(index, changed);
            visitor.accept(copy);
          });
    }
    for (Object value : values) {
      List<Object> longer = new ArrayList<>(list);
      longer.add(value);
      visitor.accept(longer);
    }
  }

  private static Map<Object, Object> with(Map<?, ?> map, Object key, Object value) {
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
