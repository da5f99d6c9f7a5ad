package beamline.router.audit;

import beamline.router.spi.AuditEntry;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
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

  private Anchors(List<Checkpoint> checkpoints) {
    this.checkpoints = List.copyOf(checkpoints);
  }

  /** None. */
  public static Anchors none() {
    return new Anchors(List.of());
  }

  /**
   * Verifies and takes checkpoints.
   *
   * @param lines one checkpoint on each; empty ones are passed over
   * @param keys for those signed with HMAC
   * @param publicKey for those signed with Ed25519, if there is one
   * @throws IllegalArgumentException when one is malformed or was signed by somebody else; the
   *     message says which
   */
  public static Anchors read(List<String> lines, KeyRing keys, Optional<PublicKey> publicKey) {
    Macs macs = new Macs(keys);
    List<Checkpoint> checkpoints = new ArrayList<>();
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        Checkpoint checkpoint = Checkpoint.read(line);
        if (!isSigned(checkpoint, macs, publicKey.orElse(null))) {
          throw new IllegalArgumentException(
              "its signature is not that of "
                  + checkpoint.algorithm()
                  + " key "
                  + checkpoint.signer());
        }
        checkpoints.add(checkpoint);
      } catch (IllegalArgumentException | java.time.DateTimeException e) {
        throw new IllegalArgumentException("checkpoint " + number + ": " + e.getMessage(), e);
      }
    }
    return new Anchors(checkpoints);
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
