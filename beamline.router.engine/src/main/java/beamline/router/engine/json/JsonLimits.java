package beamline.router.engine.json;

/**
 * How large a JSON document may be before {@link JsonReader} refuses it. Immutable.
 *
 * @param maxBytes most bytes of the whole document
 * @param maxDepth most containers inside one another, 0 to {@value #DEEPEST}; a scalar document has
 *     depth 0
 * @param maxNodes most values in the document: scalars, objects and arrays together
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxNodes) {

  /**
   * The deepest nesting that can be asked for; reading is recursive, so this also bounds the stack.
   */
  public static final int DEEPEST = 256;

  public JsonLimits {
    if (maxBytes < 1 || maxNodes < 1) {
      throw new IllegalArgumentException("maxBytes and maxNodes must be 1 or more");
    }
    if (maxDepth < 0 || maxDepth > DEEPEST) {
      throw new IllegalArgumentException("maxDepth is " + maxDepth + ", must be 0 to " + DEEPEST);
    }
  }
}
