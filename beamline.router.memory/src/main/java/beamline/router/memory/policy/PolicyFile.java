package beamline.router.memory.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reading a file without trusting it, and replacing one so that nobody ever sees half of it. */
final class PolicyFile {
  private static final int MAX_BYTES = 1 << 20;

  /** Within this time a file system may give two versions of a file the same time. */
  private static final long RECENT_MILLIS = 100;

  private PolicyFile() {}

  /** What tells one version of a file from another without reading it. */
  record Stat(long size, FileTime modified, @Nullable Object fileKey) {
    static Stat of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stat(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    long modifiedMillis() {
      return modified.toMillis();
    }

    /** Whether the file may have changed after this was taken and still look the same. */
    boolean recent() {
      // Compared with the file system's own clock, not with the engine's.
      return Math.abs(System.currentTimeMillis() - modifiedMillis()) < RECENT_MILLIS;
    }
  }

  /**
   * A file's text, and what is wrong with it.
   *
   * @param text empty when it could not be read
   */
  record Content(String text, Optional<String> problem) {
    private static Content broken(String problem) {
      return new Content("", Optional.of(problem));
    }
  }

  static Content read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      // It may grow while it is read: what was read counts, not what its size was.
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        return Content.broken("has more than " + MAX_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Content(text, JsonShape.problem(text));
    } catch (CharacterCodingException e) {
      return Content.broken("is not UTF-8");
    } catch (IOException e) {
      return Content.broken("cannot be read: " + e);
    }
  }

  /**
   * Makes a directory if it is not there. What it is to be in must be: a folder of policies that
   * went away for a moment would come back empty otherwise, and take all policies with it.
   */
  static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      force(directory.toAbsolutePath().getParent());
    }
  }

  /** Puts a text in the place of a file; it is on the disk when this returns. */
  static void replaceDurably(Path file, String text) throws IOException {
    replace(file, text, true);
    force(file.toAbsolutePath().getParent());
  }

  /** Puts a text in the place of a file; after a power cut the former one may be there again. */
  static void replace(Path file, String text) throws IOException {
    replace(file, text, false);
  }

  private static void replace(Path file, String text, boolean durably) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " has no directory");
    }
    Path temporary =
        directory.resolve(
            "." + Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36) + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        if (durably) {
          channel.force(true);
        }
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Why something could not be read or written, for who may put that right. */
  static String why(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "user " + System.getProperty("user.name") + " has no right to " + denied.getFile();
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    return e instanceof NotDirectoryException ? "it is no directory" : e.toString();
  }

  static void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
    force(file.toAbsolutePath().getParent());
  }

  /** Makes names in a directory durable, where the platform lets a directory be opened. */
  private static void force(@Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows: the rename is as durable as it gets.
    }
  }
}
