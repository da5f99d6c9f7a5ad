/** Extensions registered in the heap, and in a directory of files. */
package beamline.router.memory.extension;
