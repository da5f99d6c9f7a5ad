package beamline.router.engine.json;

/**
 * Told about what {@link JsonReader} tolerated while reading. Paths look like {@code
 * providers[2].weight}.
 */
public interface JsonFindings {

  /** Nobody listens. */
  JsonFindings NONE =
      new JsonFindings() {
        @Override
        public void duplicateKey(String path) {}

        @Override
        public void nullValue(String path) {}
      };

  /** The key at {@code path} occurred more than once; the last value was kept. */
  void duplicateKey(String path);

  /** The value at {@code path} was null and was left out. */
  void nullValue(String path);
}
