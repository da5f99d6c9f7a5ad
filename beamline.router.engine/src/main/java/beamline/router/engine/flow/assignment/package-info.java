/** From a decision to a message that a worker executes. */
package beamline.router.engine.flow.assignment;
