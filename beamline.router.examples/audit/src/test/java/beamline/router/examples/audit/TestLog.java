package beamline.router.examples.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditFolder;
import beamline.router.audit.AuditLine;
import beamline.router.audit.ChainForm;
import beamline.router.audit.KeyRing;
import beamline.router.audit.Sealer;
import beamline.router.spi.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logs to look at. */
final class TestLog {
  private TestLog() {}

  static List<AuditEntry> entries(String chain, int count) {
    Sealer sealer =
        new Sealer(KeyRing.of("1", Shell.SECRET), ChainForm.TWO, chain, Optional.empty());
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(
          sealer.seal(
              new AuditRecord(
                  1_795_839_237_042L + i,
                  i % 2 == 0 ? "acme" : "globex",
                  "ada",
                  "upsert",
                  "policy",
                  "p" + i,
                  Map.of("revision", (long) i))));
    }
    return entries;
  }

  /** Writes a chain as the sink does; its file. */
  static Path write(Path folder, List<AuditEntry> entries) throws IOException {
    AuditFolder log = new AuditFolder(folder);
    String chain = entries.get(0).chain();
    Files.createDirectories(log.chain(chain));
    return Files.write(
        log.segment(chain, entries.get(0).index()),
        entries.stream().map(AuditLine::write).toList());
  }
}
