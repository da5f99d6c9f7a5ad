/** Sticky sessions: pins in a near cache, written behind to the state store. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.sticky;
