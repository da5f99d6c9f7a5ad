package beamline.router.memory.audit;

import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.BoundedAuditSinkContract;

final class MemoryAuditSinkContractTest extends BoundedAuditSinkContract {
  @Override
  protected AuditSink create(ComponentContext context) {
    return new MemoryAuditSinkProvider().create(context);
  }

  @Override
  protected AuditSink createWithRoomFor(int records, ComponentContext context) {
    return new MemoryAuditSink(records, false);
  }
}
