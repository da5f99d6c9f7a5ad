/** What workers tell of themselves. */
package beamline.router.engine.flow.worker;
