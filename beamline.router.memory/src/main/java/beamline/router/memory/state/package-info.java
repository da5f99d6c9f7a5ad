/** Small expiring entries in the heap, bounded in number. */
package beamline.router.memory.state;
