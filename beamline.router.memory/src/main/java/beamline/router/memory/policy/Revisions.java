package beamline.router.memory.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.memory.policy.PolicyFile.Stat;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which revision each file has, kept in the file {@code .revisions} beside the tenants, so that
 * revisions count up over restarts, over edits while nobody looked, and over removals. A line is
 * {@code revision hash tenant/policy}; the hash of a removed policy is {@code -}.
 *
 * <p>In a directory that cannot be written a revision is the file's time in milliseconds, or one
 * more than the last.
 */
final class Revisions {
  private static final Logger LOG = System.getLogger(Revisions.class.getName());
  private static final String REMOVED = "-";

  private final Path file;
  private final boolean counted;
  private final boolean kept;
  private final Map<PolicyKey, Known> known = new TreeMap<>();
  private boolean changed;
  private @Nullable Stat read;

  private record Known(long revision, String hash) {}

  /**
   * Those of a directory.
   *
   * @param kept whether they are written down; who only reads counts as whoever writes next will
   */
  Revisions(Path root, boolean kept) throws IOException {
    this.file = root.resolve(".revisions");
    this.counted = Files.isWritable(root);
    this.kept = kept;
    readAnew();
    if (!counted) {
      LOG.log(
          Level.INFO,
          "{0} cannot be written: revisions of policies follow the times of their files",
          root);
    }
  }

  /** Learns what other stores have written down since; what cannot be read changes nothing. */
  void learn() {
    try {
      readAnew();
    } catch (IOException | RouterException e) {
      LOG.log(Level.WARNING, "{0} cannot be read, the revisions stay: {1}", file, e.getMessage());
    }
  }

  private void readAnew() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Stat stat = Stat.of(file);
    if (stat.equals(read)) {
      return;
    }
    read = stat;
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      read(line, ++number);
    }
  }

  /** The revision of a file's text: the last one, if the text is the same, else a new one. */
  long of(PolicyKey key, String text, long modifiedMillis) {
    Known last = known.get(key);
    return last != null && last.hash().equals(hash(text))
        ? last.revision()
        : next(key, text, modifiedMillis);
  }

  /** A new revision, of a text that was written on purpose. */
  long next(PolicyKey key, String text, long modifiedMillis) {
    Known last = known.get(key);
    long next = last == null ? 1 : last.revision() + 1;
    long revision = counted ? next : Math.max(next, modifiedMillis);
    known.put(key, new Known(revision, hash(text)));
    changed = true;
    return revision;
  }

  /**
   * Remembers that a policy is gone, so that its revisions are not used again.
   *
   * @return the last one; 0 if there was none
   */
  long removed(PolicyKey key) {
    Known last = known.get(key);
    if (last == null) {
      return 0;
    }
    if (!last.hash().equals(REMOVED)) {
      known.put(key, new Known(last.revision(), REMOVED));
      changed = true;
    }
    return last.revision();
  }

  /** The last revision of a policy that is not gone; 0 if there is none. */
  long last(PolicyKey key) {
    Known last = known.get(key);
    return last == null || last.hash().equals(REMOVED) ? 0 : last.revision();
  }

  /** The policies that were there when this was written down. */
  List<PolicyKey> present() {
    return known.keySet().stream().filter(key -> last(key) > 0).toList();
  }

  /** Writes them down, if anything has changed. */
  void save() {
    if (!kept || !changed) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    known.forEach(
        (key, last) ->
            lines
                .append(last.revision())
                .append(' ')
                .append(last.hash())
                .append(' ')
                .append(PolicyPaths.name(key.tenantId()))
                .append('/')
                .append(PolicyPaths.name(key.policyId()))
                .append('\n'));
    try {
      PolicyFile.replace(file, lines.toString());
      read = Stat.of(file);
      changed = false;
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " cannot be written", e);
    }
  }

  private void read(String line, int number) {
    String[] parts = line.split(" ", -1);
    Optional<PolicyKey> key = parts.length == 3 ? key(parts[2]) : Optional.empty();
    if (key.isEmpty() || !parts[0].matches("[1-9][0-9]{0,17}")) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          file + " line " + number + " is '" + line + "', must be 'revision hash tenant/policy'");
    }
    Known written = new Known(Long.parseLong(parts[0]), parts[1]);
    known.merge(key.get(), written, (a, b) -> a.revision() > b.revision() ? a : b);
  }

  private static Optional<PolicyKey> key(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    Optional<String> policyId = PolicyPaths.id(name.substring(slash + 1));
    return PolicyPaths.id(name.substring(0, slash))
        .flatMap(t -> policyId.map(p -> new PolicyKey(t, p)));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
