package beamline.router.memory.transport;

import beamline.router.spi.Transport;
import beamline.router.testkit.FaultyTransport;
import beamline.router.testkit.contract.TransportContract;
import org.junit.jupiter.api.AfterAll;

/** Without faults, the transport that has faults is a transport like any other. */
final class FaultyTransportContractTest extends TransportContract {
  private static final RealTime HOST = new RealTime();

  @AfterAll
  static void stopHost() {
    HOST.close();
  }

  @Override
  protected Transport createTransport() {
    return new FaultyTransport(HOST.transport(), HOST.scheduler());
  }
}
