/** Messages that cannot be handled, kept with the reason and as they came. */
package beamline.router.engine.flow.deadletter;
