package beamline.router.engine.flow;

import beamline.router.spi.StateStore;
import beamline.router.spi.Transport;

/**
 * A message bus for a test: the same tests run on the memory transport, where everybody has the
 * same object, and on a server, where everybody has a connection.
 */
public interface Bus extends AutoCloseable {

  /** A transport for a node, not yet connected. */
  Transport node();

  /** A transport for a peer of the nodes, connected. */
  Transport peer();

  /** What all nodes share. */
  StateStore stateStore();

  @Override
  void close();
}
