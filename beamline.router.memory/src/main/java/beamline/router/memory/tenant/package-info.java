/** Limits and budgets of tenants in the heap. */
package beamline.router.memory.tenant;
