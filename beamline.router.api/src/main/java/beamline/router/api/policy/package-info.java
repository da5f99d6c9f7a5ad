/** Policies as documents: read, check, change, and find out beforehand what a change means. */
package beamline.router.api.policy;
