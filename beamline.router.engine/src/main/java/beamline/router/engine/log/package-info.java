/** How much is logged of what others can cause. */
package beamline.router.engine.log;
