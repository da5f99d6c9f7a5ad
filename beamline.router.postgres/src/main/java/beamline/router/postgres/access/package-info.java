/** Roles, grants and owners in tables. */
package beamline.router.postgres.access;
