/**
 * One call of one extension: which version and instance it goes to, how it is written for the bus
 * and read from there, and how it can fail.
 */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.extension.call;
