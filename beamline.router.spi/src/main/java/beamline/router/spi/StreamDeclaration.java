package beamline.router.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A stream that somebody relies on.
 *
 * @param name what it is called if it must be created: letters, digits, dashes and underscores
 * @param subjects what it holds, wildcards allowed, at least one
 * @param maxAge how long it keeps a message at least; zero for ever. One that keeps them longer
 *     suits too
 * @param duplicateWindow how long it recognises a message that was published before, at least
 */
public record StreamDeclaration(
    String name, List<String> subjects, Duration maxAge, Duration duplicateWindow) {

  public StreamDeclaration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(maxAge, "maxAge");
    Objects.requireNonNull(duplicateWindow, "duplicateWindow");
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("stream " + name + " has no subjects");
    }
  }
}
