/** A PostgreSQL database as the router needs it: sessions, schema, notifications. */
package beamline.router.postgres.database;
