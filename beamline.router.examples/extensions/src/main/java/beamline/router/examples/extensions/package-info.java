/** Extensions for the texts of messages: {@code normalize_text, pii_guard, mask_pii}. */
@org.jspecify.annotations.NullMarked
package beamline.router.examples.extensions;
