/** What durable consumers have in common: how a delivery is answered, and when it comes again. */
package beamline.router.engine.flow.consume;
