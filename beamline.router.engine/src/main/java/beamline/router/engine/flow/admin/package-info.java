/** Questions about a running node, over its transport. */
package beamline.router.engine.flow.admin;
