/** Assignments whose results do not come: sent again, or reported as lost. */
package beamline.router.engine.flow.reconcile;
