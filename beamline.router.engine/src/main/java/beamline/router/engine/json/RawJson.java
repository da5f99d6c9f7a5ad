package beamline.router.engine.json;

import java.util.Objects;

/**
 * A JSON value that is kept as its text, because nobody here reads it and no digit of it may change
 * ({@code 1.50} stays {@code 1.50}). The text is known to be one well-formed value.
 *
 * @param text the value, as it was written
 */
public record RawJson(String text) {

  public RawJson {
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return text;
  }
}
