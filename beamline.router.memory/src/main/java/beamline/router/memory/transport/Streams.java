package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams: those that were declared, and one for each consumed subject that none of them has.
 */
final class Streams {
  private final Workshop workshop;
  private volatile List<MemoryStream> all;

  Streams(Workshop workshop) {
    this.workshop = workshop;
    this.all =
        workshop.settings().streams().stream()
            .map(spec -> new MemoryStream(spec, workshop))
            .toList();
  }

  List<MemoryStream> all() {
    return all;
  }

  /** Lets go of everything that is stored. */
  synchronized void clear() {
    all = List.of();
  }

  /** The stream that has every message of a subject, made when there is none. */
  synchronized MemoryStream having(SubjectPattern subject) {
    for (MemoryStream stream : all) {
      if (stream.spec().covers(subject)) {
        return stream;
      }
      if (stream.spec().overlaps(subject)) {
        throw new RouterException(
            ErrorCode.CONFIGURATION_INVALID,
            "stream %s has only a part of %s: it captures %s"
                .formatted(stream.spec().name(), subject, stream.spec().subjects()));
      }
    }
    MemoryStream made =
        new MemoryStream(new StreamSpec(freeName(subject), List.of(subject)), workshop);
    List<MemoryStream> more = new ArrayList<>(all);
    more.add(made);
    all = List.copyOf(more);
    return made;
  }

  private String freeName(SubjectPattern subject) {
    String base = subject.text().replaceAll("[^A-Za-z0-9_-]", "_");
    String name = base;
    for (int i = 2; isTaken(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return all.stream().anyMatch(stream -> stream.spec().name().equals(name));
  }
}
