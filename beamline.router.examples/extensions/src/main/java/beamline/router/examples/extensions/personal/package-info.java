/** Finds personal data in texts. Each kind is a scanner that reads a text once. */
@org.jspecify.annotations.NullMarked
package beamline.router.examples.extensions.personal;
