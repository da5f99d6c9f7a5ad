/** The engine: what a host's calls reach, put together in one place. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine;
