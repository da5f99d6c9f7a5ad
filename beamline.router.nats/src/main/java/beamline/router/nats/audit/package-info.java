/** The audit log in a JetStream stream. */
package beamline.router.nats.audit;
