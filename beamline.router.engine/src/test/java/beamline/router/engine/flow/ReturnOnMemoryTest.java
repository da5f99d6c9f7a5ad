package beamline.router.engine.flow;

/** What comes back from workers, on the bus of one process. */
class ReturnOnMemoryTest extends ReturnRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
