package beamline.router.memory.transport;

import beamline.router.spi.Transport;
import beamline.router.testkit.contract.TransportContract;
import org.junit.jupiter.api.AfterAll;

final class MemoryTransportContractTest extends TransportContract {
  private static final RealTime HOST = new RealTime();

  @AfterAll
  static void stopHost() {
    HOST.close();
  }

  @Override
  protected Transport createTransport() {
    return HOST.transport();
  }
}
