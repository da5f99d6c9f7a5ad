package beamline.router.memory.transport;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;

/** Provides the transport {@code memory}; configured below {@code transport.memory.}. */
public final class MemoryTransportProvider implements TransportProvider {

  /** For the service loader. */
  public MemoryTransportProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public Transport create(ComponentContext context) {
    return new MemoryTransport(context);
  }
}
