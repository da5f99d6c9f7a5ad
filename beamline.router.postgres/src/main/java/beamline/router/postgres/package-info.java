/** Policies in PostgreSQL: where a host passes its own data source. */
package beamline.router.postgres;
