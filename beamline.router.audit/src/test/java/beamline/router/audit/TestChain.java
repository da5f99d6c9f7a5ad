package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A chain of records as the lines of a file, to be verified or tampered with. */
final class TestChain {
  static final String CHAIN = "node-1";
  static final KeyRing KEYS = KeyRing.of("k1", "the secret of the owner");

  private TestChain() {}

  static List<AuditEntry> entries(int count, ChainForm form, KeyRing keys) {
    return sealed(count, form, keys, record -> record);
  }

  /** Entries with other records than those there were. */
  static List<AuditEntry> sealed(
      int count, ChainForm form, KeyRing keys, UnaryOperator<AuditRecord> change) {
    Sealer sealer = new Sealer(keys, form, CHAIN, Optional.empty());
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(sealer.seal(change.apply(record(i))));
    }
    return entries;
  }

  static AuditRecord record(int number) {
    return new AuditRecord(
        1_795_839_237_042L + number,
        "acme",
        "ada",
        "policy.put",
        "policy",
        "p" + number,
        Map.of("revision", (long) number, "path", "/providers/0/weight"));
  }

  static List<String> lines(List<AuditEntry> entries) {
    return new ArrayList<>(entries.stream().map(AuditLine::write).toList());
  }

  static Path write(Path folder, List<String> lines) {
    return write(folder, String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
  }

  static Path write(Path folder, String text) {
    try {
      return Files.writeString(folder.resolve("chain.jsonl"), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Anchors anchor(AuditEntry entry) {
    return anchor(CheckpointSigner.of(KEYS).sign(entry, 1_795_839_999_000L));
  }

  static Anchors anchor(Checkpoint checkpoint) {
    return Anchors.read(List.of(checkpoint.write()), KEYS, Optional.empty());
  }

  static Verification verify(Path file, Anchors anchors) {
    return verify(file, KEYS, anchors);
  }

  static Verification verify(Path file, KeyRing keys, Anchors anchors) {
    try (SegmentLog log = new SegmentLog(List.of(file))) {
      return new Verifier(keys, anchors).verify(CHAIN, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
