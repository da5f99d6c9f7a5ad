package beamline.router.memory.policy;

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
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What policies said before, over restarts: {@code .history/tenant/policy/revision.json} beside the
 * tenants. A text is written there when another takes its place, so that policies that nobody
 * changes cost nothing. In a directory that cannot be written nothing is kept.
 */
final class FileHistory {
  private static final Logger LOG = System.getLogger(FileHistory.class.getName());
  private static final String SUFFIX = ".json";

  private final Path root;
  private final int maxRevisions;
  private final boolean kept;

  FileHistory(Path directory, int maxRevisions) {
    this.root = directory.resolve(".history");
    this.maxRevisions = maxRevisions;
    this.kept = Files.isWritable(directory);
  }

  /** Keeps a text that is about to be replaced or removed. */
  void keep(PolicyDocument document) {
    if (!kept) {
      return;
    }
    Path folder = folder(document.key());
    Path file = folder.resolve(document.revision() + SUFFIX);
    try {
      Files.createDirectories(folder);
      PolicyFile.replaceDurably(file, document.json());
      Files.setLastModifiedTime(file, FileTime.from(document.updatedAt()));
      forgetOldest(folder);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "revision "
              + document.revision()
              + " of policy "
              + document.key()
              + " is not kept, "
              + file
              + " cannot be written",
          e);
    }
  }

  /** Revisions below this one, newest first. */
  List<PolicyDocument> before(long revision, PolicyKey key, int limit) {
    List<PolicyDocument> documents = new ArrayList<>();
    try {
      for (var kept : files(folder(key)).headMap(revision, false).descendingMap().entrySet()) {
        if (documents.size() == limit) {
          break;
        }
        Content content = PolicyFile.read(kept.getValue());
        if (content.problem().isEmpty()) {
          Instant storedAt = Files.getLastModifiedTime(kept.getValue()).toInstant();
          documents.add(new PolicyDocument(key, content.text(), kept.getKey(), storedAt));
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the history of policy " + key + " cannot be read", e);
    }
    return documents;
  }

  private void forgetOldest(Path folder) throws IOException {
    NavigableMap<Long, Path> files = files(folder);
    while (files.size() > maxRevisions) {
      Files.deleteIfExists(files.pollFirstEntry().getValue());
    }
  }

  private static NavigableMap<Long, Path> files(Path folder) throws IOException {
    NavigableMap<Long, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : stream) {
        String name = String.valueOf(file.getFileName());
        String number = name.substring(0, name.length() - SUFFIX.length());
        if (number.matches("[1-9][0-9]{0,17}")) {
          files.put(Long.parseLong(number), file);
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
