package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.StreamDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    return add(new MemoryStream(new StreamSpec(freeName(subject), List.of(subject)), workshop));
  }

  /**
   * The stream that has all of these subjects, made when nothing has any of them. The streams that
   * nobody configured are ours to adjust.
   */
  synchronized MemoryStream declared(StreamDeclaration declaration) {
    List<SubjectPattern> subjects =
        declaration.subjects().stream().map(SubjectPattern::of).toList();
    MemoryStream holding = holding(subjects);
    if (holding == null) {
      return make(declaration, subjects);
    }
    if (!workshop.settings().fixed() && workshop.settings().streams().contains(holding.spec())) {
      holding.keepAtLeast(declaration.maxAge(), declaration.duplicateWindow());
    }
    holding.requireKept(declaration.maxAge(), declaration.duplicateWindow());
    return holding;
  }

  /** The stream that has a subject; empty if none has all of it. */
  Optional<MemoryStream> covering(SubjectPattern subject) {
    return all.stream().filter(stream -> stream.spec().covers(subject)).findFirst();
  }

  /** The stream that has at least a part of a subject. */
  Optional<MemoryStream> overlapping(SubjectPattern subject) {
    return all.stream().filter(stream -> stream.spec().overlaps(subject)).findFirst();
  }

  private @Nullable MemoryStream holding(List<SubjectPattern> subjects) {
    for (MemoryStream stream : all) {
      if (subjects.stream().allMatch(stream.spec()::covers)) {
        return stream;
      }
    }
    for (SubjectPattern subject : subjects) {
      overlapping(subject).ifPresent(stream -> refuse(stream, subjects));
    }
    return null;
  }

  private static void refuse(MemoryStream stream, List<SubjectPattern> subjects) {
    throw new RouterException(
        ErrorCode.CONFIGURATION_INVALID,
        "stream %s has only a part of %s: it captures %s"
            .formatted(stream.spec().name(), subjects, stream.spec().subjects()));
  }

  private MemoryStream make(StreamDeclaration declaration, List<SubjectPattern> subjects) {
    if (!declaration.name().matches("[A-Za-z0-9_-]+")) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          "stream '" + declaration.name() + "' is invalid: letters, digits, '-' and '_' only");
    }
    for (MemoryStream stream : all) {
      if (stream.spec().name().equals(declaration.name())) {
        refuse(stream, subjects);
      }
    }
    return add(
        new MemoryStream(
            new StreamSpec(declaration.name(), subjects),
            declaration.maxAge(),
            declaration.duplicateWindow(),
            workshop));
  }

  private MemoryStream add(MemoryStream made) {
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
