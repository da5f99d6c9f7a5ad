package beamline.router.audit;

import static beamline.router.audit.TestChain.KEYS;
import static beamline.router.audit.TestChain.entries;
import static beamline.router.audit.TestChain.lines;
import static beamline.router.audit.TestChain.verify;
import static beamline.router.audit.TestChain.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Damage.Kind;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
  private static final String OLD = "k1:the secret of the owner";

  @TempDir Path folder;

  @Test
  void chainThatWasLeftAloneIsWhole() {
    List<AuditEntry> chain = entries(50, ChainForm.TWO, KEYS);
    Verification found = verify(write(folder, lines(chain)), TestChain.anchor(chain.get(29)));
    assertThat(found.damage()).isEmpty();
    assertThat(found.entries()).isEqualTo(50);
    assertThat(found.first()).isEqualTo(1);
    assertThat(found.last()).isEqualTo(50);
    assertThat(found.lastMac()).isEqualTo(chain.get(49).mac());
    assertThat(found.anchored()).isEqualTo(30);
  }

  @Test
  void oldKeysVerifyWhatTheySealedAfterARotation() {
    KeyRing before = KEYS;
    KeyRing after =
        KeyRing.of("k2", "the secret of next year").withOld("k1", "the secret of the owner");
    List<AuditEntry> chain = new ArrayList<>(entries(10, ChainForm.TWO, before));
    Sealer sealer = new Sealer(after, ChainForm.TWO, "node-1", Optional.of(chain.get(9)));
    for (int i = 11; i <= 20; i++) {
      chain.add(sealer.seal(TestChain.record(i)));
    }
    Path file = write(folder, lines(chain));
    Verification found = verify(file, after, Anchors.none());
    assertThat(found.damage()).isEmpty();
    assertThat(found.keys()).containsEntry("k1", 10L).containsEntry("k2", 10L);

    Damage damage = verify(file, before, Anchors.none()).damage().orElseThrow();
    assertThat(damage.kind()).isEqualTo(Kind.WRONG_KEY);
    assertThat(damage.index()).isEqualTo(11);
    assertThat(damage.detail()).contains("'k2'");
  }

  @Test
  void keyThatAnotherOneFollowedSealsNoMore() {
    KeyRing ring = KeyRing.of("k2", "the secret of next year").withOld(OLD);
    List<AuditEntry> chain = rotatedAfterTen(ring);
    chain.subList(15, 20).clear();
    extend(chain, KEYS, 20);

    Damage damage =
        verify(write(folder, lines(chain)), ring, Anchors.none()).damage().orElseThrow();
    assertThat(damage.kind()).isEqualTo(Kind.REWRITTEN);
    assertThat(damage.index()).isEqualTo(16);
    assertThat(damage.detail()).contains("sealed with key 'k1', after key 'k2' was used");
  }

  @Test
  void checkpointUnderTheNewKeyShowsWhoeverSealsTheTailAgainWithTheOldOne() {
    KeyRing ring = KeyRing.of("k2", "the secret of next year").withOld(OLD);
    List<AuditEntry> chain = rotatedAfterTen(ring);
    String line = CheckpointSigner.of(ring).sign(chain.get(9), 42).write();
    Anchors anchors = Anchors.read(List.of(line), ring, Optional.empty());
    assertThat(verify(write(folder, lines(chain)), ring, anchors).damage()).isEmpty();

    chain.subList(10, 20).clear();
    extend(chain, KEYS, 20);
    Path forged = write(folder, lines(chain));
    assertThat(verify(forged, ring, Anchors.none()).damage()).isEmpty();
    assertThat(verify(forged, ring, anchors).damage().orElseThrow().index()).isEqualTo(11);
  }

  private static List<AuditEntry> rotatedAfterTen(KeyRing ring) {
    List<AuditEntry> chain = new ArrayList<>(entries(10, ChainForm.TWO, KEYS));
    extend(chain, ring, 20);
    return chain;
  }

  private static void extend(List<AuditEntry> chain, KeyRing keys, int to) {
    Optional<AuditEntry> last = Optional.of(chain.get(chain.size() - 1));
    Sealer sealer = new Sealer(keys, ChainForm.TWO, "node-1", last);
    while (chain.size() < to) {
      chain.add(sealer.seal(TestChain.record(chain.size() + 1)));
    }
  }

  @Test
  void formsMayFollowOneAnother() {
    List<AuditEntry> chain = new ArrayList<>(entries(3, ChainForm.ONE, KEYS));
    Sealer sealer = new Sealer(KEYS, ChainForm.TWO, "node-1", Optional.of(chain.get(2)));
    chain.add(sealer.seal(TestChain.record(4)));
    assertThat(verify(write(folder, lines(chain)), Anchors.none()).damage()).isEmpty();
  }

  @Test
  void retentionThatTheChainItselfTellsOfIsNoDamage() {
    List<AuditEntry> chain = new ArrayList<>(entries(20, ChainForm.TWO, KEYS));
    Sealer sealer = new Sealer(KEYS, ChainForm.TWO, "node-1", Optional.of(chain.get(19)));
    chain.add(sealer.seal(Retention.record(chain.get(7), 1_795_839_999_000L)));

    List<String> left = lines(chain.subList(8, 21));
    assertThat(verify(write(folder, left), Anchors.none()).damage()).isEmpty();

    Damage tooMuch =
        verify(write(folder, lines(chain.subList(9, 21))), Anchors.none()).damage().orElseThrow();
    assertThat(tooMuch.kind()).isEqualTo(Kind.DELETED);
    assertThat(tooMuch.detail()).contains("entries 1 to 9 are missing");
  }

  @Test
  void inFormOneNobodyTakesRecordsOutAfterARetentionRecordByGivingOthersTheirPlaces() {
    List<AuditEntry> chain = new ArrayList<>(entries(20, ChainForm.ONE, KEYS));
    Sealer sealer = new Sealer(KEYS, ChainForm.ONE, "node-1", Optional.of(chain.get(19)));
    chain.add(sealer.seal(Retention.record(chain.get(7), 1_795_839_999_000L)));
    assertThat(verify(write(folder, lines(chain.subList(8, 21))), Anchors.none()).damage())
        .isEmpty();

    List<AuditEntry> moved = new ArrayList<>();
    for (AuditEntry it : chain.subList(15, 21)) {
      moved.add(
          new AuditEntry(
              it.chain(), it.index() - 9, 1, it.keyId(), it.previousMac(), it.mac(), it.body()));
    }
    Damage damage = verify(write(folder, lines(moved)), Anchors.none()).damage().orElseThrow();
    assertThat(damage.kind()).isEqualTo(Kind.DELETED);
  }

  @Test
  void beginningIsProvedByACheckpoint() {
    List<AuditEntry> chain = entries(20, ChainForm.TWO, KEYS);
    Path file = write(folder, lines(chain.subList(10, 20)));
    assertThat(verify(file, Anchors.none()).damage().orElseThrow().kind()).isEqualTo(Kind.DELETED);
    assertThat(verify(file, TestChain.anchor(chain.get(9))).damage()).isEmpty();
  }

  @Test
  void entryOfAnotherChainDoesNotBelongHere() {
    List<AuditEntry> chain = entries(5, ChainForm.TWO, KEYS);
    AuditEntry other =
        new Sealer(KEYS, ChainForm.TWO, "node-2", Optional.empty()).seal(TestChain.record(1));
    List<String> lines = lines(chain);
    lines.add(3, AuditLine.write(other));
    Damage damage = verify(write(folder, lines), Anchors.none()).damage().orElseThrow();
    assertThat(damage.kind()).isEqualTo(Kind.INSERTED);
    assertThat(damage.place()).endsWith("chain.jsonl:4");
  }

  @Test
  void emptyLogIsTruncatedWhenACheckpointKnowsOfMore() {
    List<AuditEntry> chain = entries(5, ChainForm.TWO, KEYS);
    Path file = write(folder, List.of());
    assertThat(verify(file, Anchors.none()).whole()).isTrue();
    assertThat(verify(file, TestChain.anchor(chain.get(4))).damage().orElseThrow().detail())
        .contains("entries 1 to 5 are missing");
  }

  @Test
  void checkpointIsVerifiedWithAPublicKey() throws NoSuchAlgorithmException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    AuditEntry entry = entries(3, ChainForm.TWO, KEYS).get(2);
    String line = CheckpointSigner.of("ops", pair.getPrivate()).sign(entry, 42).write();

    assertThat(Checkpoint.read(line).write()).isEqualTo(line);
    assertThat(Anchors.read(List.of("", line), KEYS, Optional.of(pair.getPublic())).size())
        .isEqualTo(1);
    assertThatThrownBy(() -> Anchors.read(List.of(line), KEYS, Optional.of(stranger.getPublic())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpoint 1: its signature is not that of Ed25519 key ops");
    assertThatThrownBy(() -> Anchors.read(List.of(line), KEYS, Optional.empty()))
        .hasMessageContaining("ops");
    String moved = line.replace("\"index\":3", "\"index\":2");
    assertThatThrownBy(() -> Anchors.read(List.of(moved), KEYS, Optional.of(pair.getPublic())))
        .hasMessageContaining("signature");
    assertThatThrownBy(() -> Anchors.read(List.of("x"), KEYS, Optional.empty()))
        .hasMessageContaining("checkpoint 1: is no JSON");
  }
}
