/** Policies as documents: read, check, change. */
package beamline.router.api.policy;
