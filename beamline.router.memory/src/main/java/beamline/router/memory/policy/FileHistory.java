package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.memory.policy.PolicyFile.Content;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What policies said before, over restarts: {@code .history/tenant/policy/revision.json} beside the
 * tenants, and an empty {@code revision.removed} for a removal after that revision. A text is
 * written there when another takes its place, so that policies that nobody changes cost nothing. In
 * a directory that cannot be written nothing is kept.
 */
final class FileHistory {
  private static final Logger LOG = System.getLogger(FileHistory.class.getName());
  private static final String TEXT = ".json";
  private static final String REMOVAL = ".removed";
  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,17})(\\.json|\\.removed)");

  private final Path root;
  private final int maxRevisions;
  private final boolean kept;
  private final boolean written;

  /** A document of a revision, or the removal after it. */
  private record Step(long revision, boolean removal) implements Comparable<Step> {
    private static final Comparator<Step> OLDEST_FIRST =
        Comparator.comparingLong(Step::revision).thenComparing(Step::removal);

    @Override
    public int compareTo(Step other) {
      return OLDEST_FIRST.compare(this, other);
    }
  }

  /**
   * That of a directory.
   *
   * @param written whether it is kept by this store as well, and not by others only
   */
  FileHistory(Path directory, int maxRevisions, boolean written) {
    this.root = directory.resolve(".history");
    this.maxRevisions = maxRevisions;
    this.kept = Files.isWritable(directory);
    this.written = written;
  }

  /** Whether it is kept by this store. */
  boolean isWritten() {
    return written;
  }

  /** Whether it is kept at all. */
  boolean isKept() {
    return kept;
  }

  /** Keeps a text that is about to be replaced or removed. */
  void keep(PolicyDocument document) {
    write(document.key(), document.revision() + TEXT, document.json(), document.updatedAt());
  }

  /** Keeps that a policy was removed after this revision. */
  void removed(PolicyKey key, long revision) {
    if (!Files.exists(folder(key).resolve(revision + REMOVAL))) {
      write(key, revision + REMOVAL, "", Instant.now());
    }
  }

  private void write(PolicyKey key, String name, String text, Instant time) {
    if (!written) {
      return;
    }
    Path folder = folder(key);
    Path file = folder.resolve(name);
    try {
      PolicyFile.makeDirectory(root);
      PolicyFile.makeDirectory(root.resolve(PolicyPaths.name(key.tenantId())));
      PolicyFile.makeDirectory(folder);
      PolicyFile.replaceDurably(file, text);
      Files.setLastModifiedTime(file, FileTime.from(time));
      forgetOldest(folder);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "the history of policy " + key + " is not complete, " + file + " cannot be written",
          e);
    }
  }

  /** What there was before the document of this revision, newest first. */
  List<PolicyChange> before(long revision, PolicyKey key, int limit) {
    List<PolicyChange> changes = new ArrayList<>();
    try {
      for (var kept :
          files(folder(key)).headMap(new Step(revision, false), false).descendingMap().entrySet()) {
        if (changes.size() == limit) {
          break;
        }
        changes.add(change(key, kept.getKey(), kept.getValue()));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the history of policy " + key + " cannot be read", e);
    }
    return changes;
  }

  private static PolicyChange change(PolicyKey key, Step step, Path file) throws IOException {
    if (step.removal()) {
      return new PolicyChange.Removed(key, step.revision());
    }
    Content content = PolicyFile.read(file);
    if (content.problem().isPresent()) {
      return new PolicyChange.Unreadable(
          key, step.revision(), file + " " + content.problem().get());
    }
    Instant storedAt = Files.getLastModifiedTime(file).toInstant();
    return new PolicyChange.Updated(
        new PolicyDocument(key, content.text(), step.revision(), storedAt));
  }

  private void forgetOldest(Path folder) throws IOException {
    NavigableMap<Step, Path> files = files(folder);
    while (files.size() > maxRevisions) {
      Files.deleteIfExists(files.pollFirstEntry().getValue());
    }
  }

  private static NavigableMap<Step, Path> files(Path folder) throws IOException {
    NavigableMap<Step, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path file : stream) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          files.put(new Step(Long.parseLong(name.group(1)), name.group(2).equals(REMOVAL)), file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // it has never been changed
    }
    return files;
  }

  private Path folder(PolicyKey key) {
    return root.resolve(PolicyPaths.name(key.tenantId())).resolve(PolicyPaths.name(key.policyId()));
  }
}
