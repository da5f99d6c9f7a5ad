/** Limits and budgets of tenants on PostgreSQL. */
package beamline.router.postgres.tenant;
