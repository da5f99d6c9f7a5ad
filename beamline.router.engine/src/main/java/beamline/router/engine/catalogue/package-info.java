/** The policies in force: one immutable snapshot of compiled policies, replaced as a whole. */
@org.jspecify.annotations.NullMarked
package beamline.router.engine.catalogue;
