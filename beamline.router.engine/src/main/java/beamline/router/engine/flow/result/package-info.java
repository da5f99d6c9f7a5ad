/** What workers answer: read tolerantly, related to its assignment, metered once. */
package beamline.router.engine.flow.result;
