/** Policies in the heap, or in a directory of files. */
package beamline.router.memory.policy;
