/** Whether there is more to do than can be done. */
package beamline.router.engine.flow.backpressure;
