package beamline.router.memory.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.memory.policy.PolicyFile.Content;
import beamline.router.memory.policy.PolicyFile.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the table up to date with the files. A finished file counts at once. Editors take a moment
 * to write a file, or to put a new one in the place of an old one; so one that is broken or gone
 * counts as such only when it still is after {@link #SETTLE_NANOS}.
 *
 * <p>Everything here happens under the table's lock, and on the clock of the file system, not on
 * the engine's.
 */
final class FileFollower implements AutoCloseable {
  /** Longer than an editor needs, short enough for a removal to be live in under 100 ms. */
  static final long SETTLE_NANOS = 30_000_000;

  private final PolicyTable table;
  private final PolicyFolder folder;
  private final Revisions revisions;
  private final FileHistory history;
  private final FileHints hints;
  private final FolderLock lock;
  private final Map<PolicyKey, Seen> seen = new HashMap<>();
  private volatile Map<String, String> unlisted = Map.of();

  /** Until everything was looked at once, all is believed as it is: there is nothing before it. */
  private boolean opened;

  /** What is known about a file. */
  private static final class Seen {
    @Nullable Stat stat;
    boolean recent;
    Optional<String> problem = Optional.empty();
    boolean problemTold;
    long brokenSince;
    boolean gone;
    long goneSince;

    boolean settling() {
      return gone || recent || (problem.isPresent() && !problemTold);
    }
  }

  FileFollower(
      PolicyTable table,
      PolicyFolder folder,
      Revisions revisions,
      FileHistory history,
      FileHints hints,
      FolderLock lock) {
    this.table = table;
    this.folder = folder;
    this.revisions = revisions;
    this.history = history;
    this.hints = hints;
    this.lock = lock;
  }

  /** Does something while no other store, in whatever process, gives revisions here. */
  <T> T alone(FolderLock.Work<T> work) throws IOException {
    return lock.alone(
        () -> {
          revisions.learn();
          return work.run();
        });
  }

  @Override
  public void close() {
    lock.close();
  }

  /**
   * Looks at all files; says whether one of them needs another look soon. Where there are none, and
   * were none, there is no revision to give, and nothing is written.
   */
  boolean lookAround(long now) throws IOException {
    if (seen.isEmpty() && revisions.present().isEmpty() && list().files().isEmpty()) {
      opened = true;
      return false;
    }
    return alone(() -> lookAtAll(now));
  }

  private PolicyFolder.Listing list() throws IOException {
    PolicyFolder.Listing listing = folder.list();
    hints.listenTo(listing.directories());
    unlisted = Map.copyOf(listing.unlisted());
    return listing;
  }

  /** Nobody knows which policies a tenant has whose directory cannot be looked into. */
  void requireListed(String tenantId) {
    String why = unlisted.get(tenantId);
    if (why != null) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "the policies of tenant " + tenantId + " cannot be read: " + why);
    }
  }

  private boolean lookAtAll(long now) throws IOException {
    PolicyFolder.Listing listing = list();
    listing.files().forEach((key, file) -> look(key, file, now));
    for (PolicyKey key : List.copyOf(seen.keySet())) {
      if (!listing.files().containsKey(key) && !listing.unlisted().containsKey(key.tenantId())) {
        miss(key, now);
      }
    }
    if (!opened) {
      removeWhatWentUnseen(listing);
      opened = true;
    }
    revisions.save();
    return seen.values().stream().anyMatch(Seen::settling);
  }

  private void removeWhatWentUnseen(PolicyFolder.Listing listing) {
    for (PolicyKey key : revisions.present()) {
      if (!listing.files().containsKey(key) && !listing.unlisted().containsKey(key.tenantId())) {
        removed(key);
      }
    }
  }

  /** Looks at one file before it is written, and believes it at once. */
  Path lookBeforeWriting(PolicyKey key, long now) throws IOException {
    Path file = folder.file(key);
    if (folder.holds(file)) {
      look(key, file, now);
    } else {
      removed(key);
    }
    return file;
  }

  /** How many policies a tenant has in the folder, those that other processes wrote included. */
  int count(String tenantId) {
    return folder.count(tenantId);
  }

  /** Keeps what is about to be replaced or removed. */
  void keep(PolicyKey key) {
    table.lastReadable(key).ifPresent(history::keep);
  }

  /** The revision of the last text of a file that is there; 0 if it had none that could be read. */
  long revision(PolicyKey key) {
    return table
        .lastReadable(key)
        .map(PolicyDocument::revision)
        .orElseGet(() -> revisions.last(key));
  }

  /** Takes note of a text that was just written, and says which revision it is. */
  long written(PolicyKey key, Path file, String text) throws IOException {
    Stat stat = Stat.of(file);
    Seen known = seen.computeIfAbsent(key, k -> new Seen());
    known.stat = stat;
    known.recent = stat.recent();
    known.gone = false;
    known.problem = Optional.empty();
    long revision = revisions.next(key, text, stat.modifiedMillis());
    revisions.save();
    table.store(
        new PolicyDocument(key, text, revision, Instant.ofEpochMilli(stat.modifiedMillis())));
    return revision;
  }

  /** Takes note that a file is gone. */
  void removed(PolicyKey key) {
    Seen last = seen.remove(key);
    boolean known =
        table.lastReadable(key).isPresent() || (last != null && last.problem.isPresent());
    keep(key);
    long revision = revisions.removed(key);
    if (revision > 0) {
      history.removed(key, revision);
      revisions.save();
    }
    if (known || (revision > 0 && !history.isWritten())) { // else it is told from the history
      table.remove(key, revision);
    }
  }

  private void look(PolicyKey key, Path file, long now) {
    Seen known = seen.computeIfAbsent(key, k -> new Seen());
    Stat stat;
    try {
      stat = Stat.of(file);
    } catch (IOException e) {
      miss(key, now);
      return;
    }
    known.gone = false;
    boolean moved = !stat.equals(known.stat);
    if (moved || known.recent) {
      known.stat = stat;
      known.recent = stat.recent();
      judge(key, known, PolicyFile.read(file), moved, now);
    }
    if (known.problem.isPresent()
        && !known.problemTold
        && (!opened || now - known.brokenSince >= SETTLE_NANOS)) {
      known.problemTold = true;
      keep(key); // it is nowhere but in memory now
      table.breaks(
          new PolicyChange.Unreadable(key, revision(key), "its file " + known.problem.get()));
    }
  }

  private void judge(PolicyKey key, Seen known, Content content, boolean moved, long now) {
    if (content.problem().isEmpty()) {
      known.problem = Optional.empty();
      take(key, content.text(), known);
    } else if (moved || !content.problem().equals(known.problem)) {
      known.problem = content.problem();
      known.problemTold = false;
      known.brokenSince = now;
    }
  }

  private void take(PolicyKey key, String text, Seen known) {
    Optional<PolicyDocument> current = table.lastReadable(key);
    long modifiedMillis = known.stat == null ? 0 : known.stat.modifiedMillis();
    long revision = revisions.of(key, text, modifiedMillis);
    if (current.filter(it -> it.json().equals(text) && it.revision() == revision).isEmpty()) {
      keep(key);
      table.store(new PolicyDocument(key, text, revision, Instant.ofEpochMilli(modifiedMillis)));
    } else if (table.unreadable(key).isPresent()) {
      table.recovers(current.get());
    }
  }

  private void miss(PolicyKey key, long now) {
    Seen known = seen.get(key);
    if (known == null) {
      return;
    }
    if (!known.gone) {
      known.gone = true;
      known.goneSince = now;
    } else if (now - known.goneSince >= SETTLE_NANOS) {
      removed(key);
    }
  }
}
