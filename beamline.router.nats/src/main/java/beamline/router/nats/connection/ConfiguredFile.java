package beamline.router.nats.connection;

import beamline.router.spi.ComponentConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** A file that a key names. */
final class ConfiguredFile {
  private ConfiguredFile() {}

  /**
   * Reads it.
   *
   * @param parser throws {@link IllegalArgumentException} when the content does not suit
   */
  static <T> T read(
      ComponentConfig config, String key, String expected, Function<String, T> parser) {
    String path = config.text(key).orElse("");
    try {
      // Latin-1 takes every byte: what is not text is for the parser to refuse.
      return parser.apply(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
    } catch (IOException | InvalidPathException e) {
      throw config.invalid(key, path, expected + " that can be read");
    } catch (IllegalArgumentException e) {
      throw config.invalid(key, path, expected + ": " + e.getMessage());
    }
  }
}
