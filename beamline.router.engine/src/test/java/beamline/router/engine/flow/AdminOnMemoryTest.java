package beamline.router.engine.flow;

class AdminOnMemoryTest extends AdminRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
