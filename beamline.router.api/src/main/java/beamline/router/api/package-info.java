/**
 * The engine, its requests and outcomes, its configuration, its one table of errors.
 *
 * <p>Every type here is immutable or an interface of the engine, and safe for concurrent use unless
 * it is a builder.
 */
package beamline.router.api;
