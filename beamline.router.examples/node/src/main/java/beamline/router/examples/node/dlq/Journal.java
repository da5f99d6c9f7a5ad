package beamline.router.examples.node.dlq;

import beamline.router.examples.node.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which dead letters were replayed: a line each, written before the next one goes out. So a replay
 * that is stopped repeats the one that was under way at most, which its stream recognises.
 */
final class Journal {
  private final Path file;
  private final Set<String> replayed;

  private Journal(Path file, Set<String> replayed) {
    this.file = file;
    this.replayed = replayed;
  }

  static Journal open(Path file) throws UsageException {
    try {
      Set<String> lines = new HashSet<>();
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
      return new Journal(file, lines);
    } catch (IOException e) {
      throw new UsageException("journal " + file + " cannot be read: " + e.getMessage());
    }
  }

  boolean has(DeadLetter letter) {
    return replayed.contains(line(letter));
  }

  void add(DeadLetter letter) throws UsageException {
    try {
      Files.writeString(
          file,
          line(letter) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      replayed.add(line(letter));
    } catch (IOException e) {
      throw new UsageException("journal " + file + " cannot be written: " + e.getMessage());
    }
  }

  /** The time tells two streams apart that held the same number one after the other. */
  private static String line(DeadLetter letter) {
    return letter.subject() + " " + letter.sequence() + " " + letter.storedAtMillis();
  }
}
