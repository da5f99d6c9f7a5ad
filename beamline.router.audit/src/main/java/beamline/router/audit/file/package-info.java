/** An audit log in files. */
@org.jspecify.annotations.NullMarked
package beamline.router.audit.file;
