package beamline.router.engine.flow;

class PublicationOnMemoryTest extends PublicationRules {
  @Override
  protected Bus bus() {
    return new MemoryBus();
  }
}
