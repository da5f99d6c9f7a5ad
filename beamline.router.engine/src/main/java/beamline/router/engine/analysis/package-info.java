/**
 * What a change of a policy would mean: differences, dry runs, replays. Decides by the code that
 * decides, over a neutral state, and has no effects.
 */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.analysis;
