/** Decide requests: from the subject to the caller's inbox. */
package beamline.router.engine.flow.intake;
