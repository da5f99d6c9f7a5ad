package beamline.router.engine.access;

import beamline.router.api.admin.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** A credentials file for a test: everybody's key is their name with {@code -key} after it. */
public final class Principals {
  private Principals() {}

  /** Writes a file with these principals. */
  public static Path file(Path folder, String... ids) {
    return file(folder, Arrays.asList(ids));
  }

  /** Writes a file with these principals. */
  public static Path file(Path folder, Collection<String> ids) {
    return write(
        folder.resolve("principals.json"),
        ids.stream()
            .map(
                id ->
                    "{\"id\":\"%s\",\"api_keys\":[\"%s\"]}"
                        .formatted(id, Digest.of(id + "-key").text()))
            .collect(Collectors.joining(",", "{\"principals\":[", "]}")));
  }

  /** Writes a text into a file that is its owner's only. */
  static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What somebody shows. */
  public static Credentials credentials(String id) {
    return new Credentials.ApiKey(id + "-key");
  }
}
