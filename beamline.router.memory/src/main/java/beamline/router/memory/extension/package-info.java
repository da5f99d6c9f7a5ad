/** Extensions registered in the heap. */
package beamline.router.memory.extension;
