package beamline.router.audit.file;

import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.DurableAuditSinkContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditSinkContractTest extends DurableAuditSinkContract {
  @TempDir Path folder;

  @Override
  protected Map<String, String> config() {
    return Map.of("directory", folder.resolve("audit").toString(), "segment-bytes", "2048");
  }

  @Override
  protected AuditSink create(ComponentContext context) {
    return new FileAuditSinkProvider().create(context);
  }

  @Override
  protected AuditSink reopen(ComponentContext context) {
    return create(context);
  }
}
