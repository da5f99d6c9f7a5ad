package beamline.router.engine.flow;

/** The spans of a node, on the bus of one process. */
class TracesOnMemoryTest extends TraceRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
