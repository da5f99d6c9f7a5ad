package beamline.router.engine.flow;

class DecideOnMemoryTest extends DecideRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
