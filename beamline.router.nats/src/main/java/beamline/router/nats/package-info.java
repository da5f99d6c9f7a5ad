/** The router on NATS: where a host passes its own connection. */
package beamline.router.nats;
