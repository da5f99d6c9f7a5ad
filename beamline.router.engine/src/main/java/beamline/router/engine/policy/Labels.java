package beamline.router.engine.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that a provider carries, or that a constraint asks for. */
final class Labels {

  private Labels() {}

  static Map<String, String> read(Fields parent, Findings findings) {
    Fields object = parent.object("labels");
    if (object == null) {
      return Map.of();
    }
    int count = object.keys().size();
    if (count > PolicyLimits.MAX_LABELS) {
      String most = "must have at most " + PolicyLimits.MAX_LABELS;
      findings.problem(object.path(), "has " + count + " labels, " + most);
      return Map.of();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : object.keys()) {
      String text = object.text(name);
      if (!Fields.isText(name)) {
        findings.problem(object.path(name), "must have a name of 1 to 255 characters");
      } else if (text != null) {
        labels.put(name, text);
      }
    }
    return labels;
  }
}
