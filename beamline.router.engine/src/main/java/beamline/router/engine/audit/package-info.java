/** What must be provable later, on its way to the audit sink. */
package beamline.router.engine.audit;
