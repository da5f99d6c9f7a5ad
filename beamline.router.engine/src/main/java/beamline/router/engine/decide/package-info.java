/** The way of a decision: small steps over one {@link beamline.router.engine.decide.Draft}. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.decide;
