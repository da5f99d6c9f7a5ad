package beamline.router.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Anchors;
import beamline.router.audit.AuditFolder;
import beamline.router.audit.AuditLine;
import beamline.router.audit.ChainForm;
import beamline.router.audit.KeyRing;
import beamline.router.audit.Retention;
import beamline.router.audit.Sealer;
import beamline.router.audit.SegmentLog;
import beamline.router.audit.Verification;
import beamline.router.audit.Verifier;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditSinkTest {
  private static final String CHAIN = "node-1";
  private static final KeyRing KEYS = KeyRing.of("k1", "the secret of the owner");

  @TempDir Path folder;

  @Test
  void killedWriterLosesAtMostTheRecordThatItWasWriting() throws IOException {
    List<AuditEntry> entries = seal(Optional.empty(), 4);
    byte[] log = lines(entries);
    int begin = lines(entries.subList(0, 3)).length;
    for (int length = 0; length <= log.length; length++) {
      Path root = folder.resolve("cut-at-" + length);
      Path file = new AuditFolder(root).segment(CHAIN, 1);
      Files.createDirectories(file.getParent());
      Files.write(file, Arrays.copyOf(log, length));
      List<AuditEntry> survivors = complete(entries, length);

      try (AuditSink sink = new FileAuditSink(root, 1 << 20)) {
        assertThat(sink.last(CHAIN).stream().toList())
            .isEqualTo(survivors.subList(Math.max(0, survivors.size() - 1), survivors.size()));
        if (length >= begin) {
          assertThat(survivors).hasSizeGreaterThanOrEqualTo(3);
        }
        sink.append(seal(sink.last(CHAIN), 2));
      }
      Verification found = verify(root);
      assertThat(found.damage()).as("cut at " + length).isEmpty();
      assertThat(found.last()).isEqualTo(survivors.size() + 2);
    }
  }

  @Test
  void whatWasTornIsPutAside() throws IOException {
    List<AuditEntry> entries = seal(Optional.empty(), 2);
    Path file = new AuditFolder(folder).segment(CHAIN, 1);
    Files.createDirectories(file.getParent());
    byte[] log = lines(entries);
    Files.write(file, Arrays.copyOf(log, log.length - 10));
    try (AuditSink sink = new FileAuditSink(folder, 1 << 20)) {
      sink.append(seal(sink.last(CHAIN), 1));
    }
    int first = lines(entries.subList(0, 1)).length;
    assertThat(Files.readAllBytes(file.resolveSibling(file.getFileName() + ".torn-" + first)))
        .isEqualTo(Arrays.copyOfRange(log, first, log.length - 10));
  }

  @Test
  void wholeLineThatIsNoEntryIsNeitherCutOffNorWrittenAfter() throws IOException {
    List<AuditEntry> entries = seal(Optional.empty(), 3);
    Path file = new AuditFolder(folder).segment(CHAIN, 1);
    Files.createDirectories(file.getParent());
    String edited = new String(lines(entries), StandardCharsets.UTF_8).replace("\"index\":3", "3");
    Files.writeString(file, edited);
    try (AuditSink sink = new FileAuditSink(folder, 1 << 20)) {
      List<AuditEntry> next = seal(Optional.of(entries.get(2)), 1);
      assertThatThrownBy(() -> sink.last(CHAIN)).hasMessageContaining(file + ":3 is a whole line");
      assertThatThrownBy(() -> sink.append(next))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining(file + ":3 is a whole line and no entry");
      assertThat(file).hasContent(edited);

      Files.write(file, lines(entries));
      sink.append(next);
      assertThat(sink.last(CHAIN)).isEqualTo(Optional.of(next.get(0)));
    }
    assertThat(verify(folder).damage()).isEmpty();
  }

  @Test
  void tornEndThatCannotBePutAsideStaysAndNoFileIsLeftOpen() throws IOException {
    List<AuditEntry> entries = seal(Optional.empty(), 2);
    Path file = new AuditFolder(folder).segment(CHAIN, 1);
    Files.createDirectories(file.getParent());
    byte[] log = Arrays.copyOf(lines(entries), lines(entries).length - 10);
    Files.write(file, log);
    int first = lines(entries.subList(0, 1)).length;
    Files.createDirectory(file.resolveSibling(file.getFileName() + ".torn-" + first));
    try (AuditSink sink = new FileAuditSink(folder, 1 << 20)) {
      for (int attempt = 0; attempt < 5; attempt++) {
        assertThatThrownBy(() -> sink.append(entries.subList(1, 2)))
            .isInstanceOf(RouterException.class)
            .hasMessageContaining(".torn-" + first);
      }
      assertThat(openFiles()).doesNotContain(file.toRealPath());
    }
    assertThat(file).hasBinaryContent(log);
  }

  /** The files that this process has open, where the system says so. */
  private static List<Path> openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    List<Path> open = new ArrayList<>();
    if (Files.isDirectory(descriptors)) {
      try (Stream<Path> links = Files.list(descriptors)) {
        for (Path link : links.toList()) {
          if (Files.isSymbolicLink(link)) {
            open.add(Files.readSymbolicLink(link));
          }
        }
      }
    }
    return open;
  }

  @Test
  void filesAreFullAndGoOnInOneAnother() throws IOException {
    try (AuditSink sink = new FileAuditSink(folder, 1024)) {
      append(sink, 50);
    }
    assertThat(new AuditFolder(folder).segments(CHAIN)).hasSizeGreaterThan(10);
    assertThat(verify(folder).entries()).isEqualTo(50);
  }

  @Test
  void fileThatIsMissingIsFound() throws IOException {
    try (AuditSink sink = new FileAuditSink(folder, 1024)) {
      append(sink, 50);
    }
    List<Path> segments = new AuditFolder(folder).segments(CHAIN);
    Files.delete(segments.get(4));
    Verification found = verify(folder);
    assertThat(found.damage().orElseThrow().detail())
        .isEqualTo(
            "entries "
                + AuditFolder.firstIndex(segments.get(4))
                + " to "
                + (AuditFolder.firstIndex(segments.get(5)) - 1)
                + " are missing");
  }

  @Test
  void retentionRemovesWholeFilesAndWhatIsLeftVerifies() throws IOException {
    try (AuditSink sink = new FileAuditSink(folder, 1024)) {
      append(sink, 50);
      AuditEntry expired = sink.expired(CHAIN, 1_700_000_000_025L).orElseThrow();
      assertThat(expired.index()).isLessThan(25);
      Sealer sealer = new Sealer(KEYS, ChainForm.TWO, CHAIN, sink.last(CHAIN));
      sink.append(List.of(sealer.seal(Retention.record(expired, 1_700_000_001_000L))));
      assertThat(verify(folder).damage()).isEmpty();

      sink.remove(CHAIN, expired.index());
      Verification left = verify(folder);
      assertThat(left.damage()).isEmpty();
      assertThat(left.first()).isEqualTo(expired.index() + 1);
      assertThat(left.last()).isEqualTo(51);
    }
  }

  @Test
  void chainHasOneWriter() {
    try (AuditSink one = new FileAuditSink(folder, 1 << 20);
        AuditSink other = new FileAuditSink(folder, 1 << 20)) {
      append(one, 1);
      List<AuditEntry> next = seal(one.last(CHAIN), 1);
      assertThatThrownBy(() -> other.append(next))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("somebody else writes this chain");
      one.append(next);
    }
  }

  @Test
  void sinkSaysWhichFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (AuditSink sink = new FileAuditSink(file, 1 << 20)) {
      assertThatThrownBy(() -> append(sink, 1))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private static void append(AuditSink sink, int count) {
    seal(sink.last(CHAIN), count).forEach(entry -> sink.append(List.of(entry)));
  }

  private static List<AuditEntry> seal(Optional<AuditEntry> last, int count) {
    Sealer sealer = new Sealer(KEYS, ChainForm.TWO, CHAIN, last);
    long begin = last.map(AuditEntry::index).orElse(0L);
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(
          sealer.seal(
              new AuditRecord(
                  1_700_000_000_000L + begin + i,
                  "acme",
                  "ada",
                  "policy.put",
                  "policy",
                  "p",
                  Map.of("n", begin + i, "text", "日本"))));
    }
    return entries;
  }

  private static byte[] lines(List<AuditEntry> entries) {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(AuditLine.write(entry)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The entries whose lines end within this length. */
  private static List<AuditEntry> complete(List<AuditEntry> entries, int length) {
    int count = 0;
    while (count < entries.size() && lines(entries.subList(0, count + 1)).length <= length) {
      count++;
    }
    return entries.subList(0, count);
  }

  private static Verification verify(Path root) throws IOException {
    try (SegmentLog log = new SegmentLog(new AuditFolder(root).segments(CHAIN))) {
      return new Verifier(KEYS, Anchors.none()).verify(CHAIN, log);
    }
  }
}
