/** JSON documents as plain values, read with every size bounded. */
package beamline.router.engine.json;
