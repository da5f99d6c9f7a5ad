/** Messages that cannot be handled, kept with the reason. */
package beamline.router.engine.flow.deadletter;
