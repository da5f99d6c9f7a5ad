/** The audit log on PostgreSQL. */
package beamline.router.postgres.audit;
