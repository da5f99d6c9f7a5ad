/** Which components the engine runs on: found, chosen, created and closed here and nowhere else. */
package beamline.router.engine.discovery;
