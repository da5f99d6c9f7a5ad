/** What must be provable later, sealed and on its way to the audit sink. */
package beamline.router.engine.audit;
