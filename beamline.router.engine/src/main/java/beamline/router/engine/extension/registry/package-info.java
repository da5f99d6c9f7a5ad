/** The extensions that are registered: read from their store, checked, and in force as a whole. */
package beamline.router.engine.extension.registry;
