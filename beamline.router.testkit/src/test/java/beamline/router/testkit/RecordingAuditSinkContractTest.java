package beamline.router.testkit;

import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.AuditSinkContract;

final class RecordingAuditSinkContractTest extends AuditSinkContract {
  @Override
  protected AuditSink create(ComponentContext context) {
    return new RecordingAuditSink();
  }
}
