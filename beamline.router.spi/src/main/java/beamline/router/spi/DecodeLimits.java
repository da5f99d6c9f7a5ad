package beamline.router.spi;

/**
 * What a codec accepts at most.
 *
 * @param maxBytes length of the message
 * @param maxDepth nesting of objects and arrays
 * @param maxValues number of values in the message
 */
public record DecodeLimits(int maxBytes, int maxDepth, int maxValues) {}
