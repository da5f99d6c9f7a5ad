package beamline.router.engine.flow;

class IdempotencyOnMemoryTest extends IdempotencyRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
