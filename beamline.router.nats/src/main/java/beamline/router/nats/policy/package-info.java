/** Policies in a key-value bucket of JetStream. */
package beamline.router.nats.policy;
