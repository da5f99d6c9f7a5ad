/** Extensions around a decision: called in order, each within its deadline, faults contained. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.extension;
