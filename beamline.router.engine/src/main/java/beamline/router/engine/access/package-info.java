/** Who a caller is, and what it may do. */
package beamline.router.engine.access;
