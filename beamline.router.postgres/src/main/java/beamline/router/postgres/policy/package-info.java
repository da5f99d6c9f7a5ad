/** The policy store on PostgreSQL. */
package beamline.router.postgres.policy;
