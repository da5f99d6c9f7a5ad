/** Roles and grants in the heap. */
package beamline.router.memory.access;
