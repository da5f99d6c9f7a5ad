package beamline.router.engine.flow;

/** How a node calls extensions, in one process. */
class ExtensionsOnMemoryTest extends ExtensionRules {

  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
