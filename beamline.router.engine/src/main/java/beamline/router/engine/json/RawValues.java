package beamline.router.engine.json;

/** Which values {@link JsonReader} keeps as {@link RawJson} instead of reading them into a tree. */
public interface RawValues {

  /** None. */
  RawValues NONE = (parent, name) -> false;

  /**
   * Whether to keep this value as its text.
   *
   * @param parent the key of the object that it belongs to; empty for the document itself. Deeper
   *     values are not asked about
   * @param name its key
   */
  boolean keeps(String parent, String name);
}
