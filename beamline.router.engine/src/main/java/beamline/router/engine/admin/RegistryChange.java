package beamline.router.engine.admin;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.extension.registry.RecordParser;
import beamline.router.engine.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the audit log is told about a change of a registered extension: which members changed, and
 * from what to what. Of configuration and metadata, which may hold secrets, only that they did.
 */
final class RegistryChange {
  private static final Set<String> PRIVATE = Set.of("config", "metadata");

  private RegistryChange() {}

  static Map<String, Object> facts(Optional<ExtensionDocument> before, ExtensionDocument after) {
    Map<String, Object> former = before.map(RegistryChange::members).orElse(Map.of());
    Map<String, Object> present = members(after);
    Set<String> changed = new TreeSet<>(former.keySet());
    changed.addAll(present.keySet());
    changed.removeIf(name -> Objects.equals(former.get(name), present.get(name)));

    Map<String, Object> facts = new HashMap<>();
    facts.put("revision", after.revision());
    facts.put("changed", Journal.shown(String.join(",", changed)));
    before.ifPresent(document -> facts.put("before", shown(former, changed)));
    facts.put("after", shown(present, changed));
    return facts;
  }

  /** Of a document that was never valid, nothing. */
  private static Map<String, Object> members(ExtensionDocument document) {
    try {
      Map<String, Object> members = new TreeMap<>();
      RecordParser.object(document.json())
          .forEach((name, value) -> members.put(String.valueOf(name), value));
      return members;
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  private static String shown(Map<String, Object> members, Set<String> changed) {
    Map<String, Object> some = new TreeMap<>(members);
    some.keySet().retainAll(changed);
    return Journal.shown(JsonWriter.text(withoutSecrets(some)));
  }

  private static Object withoutSecrets(Object value) {
    if (value instanceof List<?> elements) {
      return elements.stream().map(RegistryChange::withoutSecrets).toList();
    }
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    Map<String, Object> told = new TreeMap<>();
    object.forEach(
        (name, member) -> {
          if (!PRIVATE.contains(name)) {
            told.put(String.valueOf(name), withoutSecrets(member));
          }
        });
    return told;
  }
}
