/**
 * Assignments that wait for a result: an index over the stream of assignments and that of results,
 * rebuilt from them at every start.
 */
package beamline.router.engine.flow.open;
