/** A bounded audit log in the heap. */
package beamline.router.memory.audit;
