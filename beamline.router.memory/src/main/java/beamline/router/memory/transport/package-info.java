/**
 * The transport of one process: subjects, queue groups, requests, streams and durable consumers
 * with the semantics of NATS and JetStream, so that a host that starts without a server can move to
 * one later.
 *
 * <p>The bus lives and dies with its {@code MemoryTransport}; hosts that want several engines on
 * one bus pass the same instance to each. Nothing here creates a thread.
 */
package beamline.router.memory.transport;
