/** The router as its callers may administer it: every call checked, every change written down. */
package beamline.router.engine.admin;
