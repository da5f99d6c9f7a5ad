/** The stores as callers know them. */
package beamline.router.engine.store;
