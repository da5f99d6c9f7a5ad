/** Telling changes, which all stores do alike. */
package beamline.router.memory.watch;
