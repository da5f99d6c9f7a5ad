package beamline.router.memory.transport;

import beamline.router.api.RouterException;
import beamline.router.spi.ComponentConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A declared stream.
 *
 * @param name letters, digits, {@code -} and {@code _}
 * @param subjects what it captures, wildcards allowed
 */
record StreamSpec(String name, List<SubjectPattern> subjects) {
  private static final String FORM =
      "streams such as EXEC:caf.exec.>;USAGE:usage.v1.>,usage.v2.> whose subjects do not overlap";

  StreamSpec {
    subjects = List.copyOf(subjects);
  }

  /** Reads {@code NAME:subject,subject;NAME:subject}; an empty text declares no stream. */
  static List<StreamSpec> parse(ComponentConfig config, String text) {
    List<StreamSpec> specs = new ArrayList<>();
    try {
      for (String part : text.split(";", -1)) {
        if (!part.isBlank()) {
          specs.add(one(part.strip()));
        }
      }
      requireDisjoint(specs);
    } catch (IllegalArgumentException | RouterException e) {
      throw config.invalid("streams", text, FORM + " (" + e.getMessage() + ")");
    }
    return List.copyOf(specs);
  }

  boolean captures(String subject) {
    return subjects.stream().anyMatch(pattern -> pattern.matches(subject));
  }

  boolean covers(SubjectPattern subject) {
    return subjects.stream().anyMatch(pattern -> pattern.covers(subject));
  }

  boolean overlaps(SubjectPattern subject) {
    return subjects.stream().anyMatch(pattern -> pattern.overlaps(subject));
  }

  private static StreamSpec one(String part) {
    int colon = part.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + part + "' has no colon");
    }
    String name = part.substring(0, colon).strip();
    if (!name.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("'" + name + "' is not a stream name");
    }
    List<SubjectPattern> subjects = new ArrayList<>();
    for (String subject : part.substring(colon + 1).split(",", -1)) {
      subjects.add(SubjectPattern.of(subject.strip()));
    }
    return new StreamSpec(name, subjects);
  }

  private static void requireDisjoint(List<StreamSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      StreamSpec spec = specs.get(i);
      for (StreamSpec earlier : specs.subList(0, i)) {
        if (earlier.name.equals(spec.name) || spec.subjects.stream().anyMatch(earlier::overlaps)) {
          throw new IllegalArgumentException(spec.name + " overlaps " + earlier.name);
        }
      }
    }
  }
}
