/** State that a fleet shares, in a key-value bucket of JetStream. */
package beamline.router.nats.state;
