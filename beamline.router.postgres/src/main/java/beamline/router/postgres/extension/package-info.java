/** The extension store on PostgreSQL. */
package beamline.router.postgres.extension;
