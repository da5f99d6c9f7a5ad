package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that were kept outside the log, to hold a chain against. Their signatures were
 * verified. Immutable.
 */
public final class Anchors {
  private final List<Checkpoint> checkpoints;
  private final List<String> unreadable;

  private Anchors(List<Checkpoint> checkpoints, List<String> unreadable) {
    this.checkpoints = List.copyOf(checkpoints);
    this.unreadable = List.copyOf(unreadable);
  }

  /** None. */
  public static Anchors none() {
    return new Anchors(List.of(), List.of());
  }

  /**
   * Verifies and takes checkpoints. A line that is none, such as one that was torn when it was
   * written, spoils only itself: {@link #unreadable} tells of it.
   *
   * @param lines one checkpoint on each; empty ones are passed over
   * @param keys for those signed with HMAC
   * @param publicKey for those signed with Ed25519, if there is one
   * @throws IllegalArgumentException when one was signed by somebody else, or no line is a
   *     checkpoint; the message says which
   */
  public static Anchors read(List<String> lines, KeyRing keys, Optional<PublicKey> publicKey) {
    Macs macs = new Macs(keys);
    List<Checkpoint> checkpoints = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Checkpoint checkpoint;
      try {
        checkpoint = Checkpoint.read(line);
      } catch (IllegalArgumentException | DateTimeException e) {
        unreadable.add("checkpoint " + number + ": " + e.getMessage());
        continue;
      }
      if (!isSigned(checkpoint, macs, publicKey.orElse(null))) {
        throw new IllegalArgumentException(
            "checkpoint "
                + number
                + ": its signature is not that of "
                + checkpoint.algorithm()
                + " key "
                + checkpoint.signer());
      }
      checkpoints.add(checkpoint);
    }
    if (checkpoints.isEmpty() && !unreadable.isEmpty()) {
      throw new IllegalArgumentException(unreadable.get(0));
    }
    return new Anchors(checkpoints, unreadable);
  }

  /** What is wrong with the lines that are no checkpoints. */
  public List<String> unreadable() {
    return unreadable;
  }

  /** How many. */
  public int size() {
    return checkpoints.size();
  }

  /** The chains that they are about. */
  public Set<String> chains() {
    return checkpoints.stream().map(Checkpoint::chain).collect(Collectors.toUnmodifiableSet());
  }

  /** Those about this entry. */
  List<Checkpoint> at(AuditEntry entry) {
    return of(entry.chain()).stream().filter(it -> it.index() == entry.index()).toList();
  }

  /** The keys of the chain that signed those about earlier entries, in the order of these. */
  List<String> signersBefore(AuditEntry entry) {
    return of(entry.chain()).stream()
        .filter(it -> it.index() < entry.index())
        .sorted(Comparator.comparingLong(Checkpoint::index))
        .flatMap(it -> it.sealingKey().stream())
        .toList();
  }

  /** Whether one says that this was the seal of the entry before. */
  boolean confirmBefore(AuditEntry entry) {
    return of(entry.chain()).stream()
        .anyMatch(it -> it.index() == entry.index() - 1 && it.mac().equals(entry.previousMac()));
  }

  /** The one with the highest index. */
  Optional<Checkpoint> newest(String chain) {
    return of(chain).stream().reduce((one, other) -> one.index() > other.index() ? one : other);
  }

  private List<Checkpoint> of(String chain) {
    return checkpoints.stream().filter(it -> it.chain().equals(chain)).toList();
  }

  private static boolean isSigned(Checkpoint checkpoint, Macs macs, @Nullable PublicKey publicKey) {
    return switch (checkpoint.algorithm()) {
      case CheckpointSigner.HMAC ->
          macs.has(checkpoint.signer())
              && macs.verifies(checkpoint.signer(), checkpoint.message(), checkpoint.signature());
      case CheckpointSigner.ED25519 ->
          publicKey != null && isSigned(publicKey, checkpoint.message(), checkpoint.signature());
      default -> false;
    };
  }

  private static boolean isSigned(PublicKey key, byte[] message, String signature) {
    try {
      Signature verifying = Signature.getInstance(CheckpointSigner.ED25519);
      verifying.initVerify(key);
      verifying.update(message);
      return verifying.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
