/** What operators set for single tenants, and when tenants exceed it. */
package beamline.router.engine.tenant;
