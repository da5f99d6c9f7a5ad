package beamline.router.engine.flow;

class ServingOnMemoryTest extends ServingRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
