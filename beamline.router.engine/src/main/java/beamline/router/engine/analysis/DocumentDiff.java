package beamline.router.engine.analysis;

import beamline.router.api.policy.PolicyDiff.Change;
import beamline.router.engine.json.JsonPath;
import beamline.router.engine.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks two documents side by side. Belongs to one comparison. */
final class DocumentDiff {
  private static final Set<String> EXTENSIONS = Set.of("pre", "validators", "post");

  private final List<Change> changes = new ArrayList<>();

  private DocumentDiff() {}

  static List<Change> of(Map<String, Object> before, Map<String, Object> after) {
    DocumentDiff diff = new DocumentDiff();
    diff.members("", before, after);
    return diff.changes;
  }

  private void members(String path, Map<?, ?> before, Map<?, ?> after) {
    for (String key : union(before.keySet(), after.keySet())) {
      value(JsonPath.key(path, key), before.get(key), after.get(key));
    }
  }

  private void value(String path, @Nullable Object before, @Nullable Object after) {
    if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
      members(path, was, is);
    } else if (before instanceof List<?> was && after instanceof List<?> is) {
      array(path, was, is);
    } else if (!same(before, after)) {
      changes.add(new Change(path, text(before), text(after)));
    }
  }

  private void array(String path, List<?> before, List<?> after) {
    boolean ordered = EXTENSIONS.contains(path.replaceFirst("^extensions\\.", ""));
    Map<String, Object> was = ordered || path.equals("providers") ? named(before) : null;
    Map<String, Object> is = was == null ? null : named(after);
    if (was == null || is == null) {
      elements(path, before, after);
      return;
    }
    for (String name : union(was.keySet(), is.keySet())) {
      element(path + "[" + JsonWriter.text(name) + "]", was.get(name), is.get(name));
    }
    if (ordered && !kept(was, is).equals(kept(is, was))) {
      changes.add(new Change(path, text(kept(was, is)), text(kept(is, was))));
    }
  }

  private void element(String path, @Nullable Object before, @Nullable Object after) {
    if (before != null && after != null) {
      members(path, unnamed(before), unnamed(after));
    } else {
      value(path, before, after);
    }
  }

  private void elements(String path, List<?> before, List<?> after) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      value(
          JsonPath.index(path, i),
          i < before.size() ? before.get(i) : null,
          i < after.size() ? after.get(i) : null);
    }
  }

  /** The elements by name; null when one has none, or two have one. */
  private static @Nullable Map<String, Object> named(List<?> elements) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Object element : elements) {
      String name = name(element);
      if (name == null || named.put(name, element) != null) {
        return null;
      }
    }
    return named;
  }

  private static @Nullable String name(Object element) {
    Object name =
        element instanceof Map<?, ?> members
            ? members.containsKey("name") ? members.get("name") : members.get("id")
            : element;
    return name instanceof String text ? text : null;
  }

  private static Map<?, ?> unnamed(Object element) {
    Map<Object, Object> rest = new LinkedHashMap<>();
    if (element instanceof Map<?, ?> members) {
      rest.putAll(members);
      rest.remove(rest.containsKey("name") ? "name" : "id");
    }
    return rest;
  }

  /** The names, in their order, that the other one has, too. */
  private static List<String> kept(Map<String, Object> names, Map<String, Object> others) {
    return names.keySet().stream().filter(others::containsKey).toList();
  }

  private static Set<String> union(Set<?> before, Set<?> after) {
    Set<String> union = new LinkedHashSet<>();
    before.forEach(key -> union.add((String) key));
    after.forEach(key -> union.add((String) key));
    return union;
  }

  private static boolean same(@Nullable Object before, @Nullable Object after) {
    if (before instanceof Number was && after instanceof Number is) {
      return new BigDecimal(was.toString()).compareTo(new BigDecimal(is.toString())) == 0;
    }
    return before == null ? after == null : before.equals(after);
  }

  private static Optional<String> text(@Nullable Object value) {
    return value == null ? Optional.empty() : Optional.of(JsonWriter.text(value));
  }
}
