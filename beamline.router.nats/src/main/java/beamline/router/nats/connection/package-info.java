/** Connections: how they are made, kept and lost, and what waits for them. */
package beamline.router.nats.connection;
