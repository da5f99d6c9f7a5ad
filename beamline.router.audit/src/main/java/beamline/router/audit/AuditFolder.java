package beamline.router.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the sink {@code file} keeps chains: a folder for each, in it files that are named by the
 * index of their first entry, such as {@code node-1/00000000000000000001.jsonl}.
 */
public final class AuditFolder {
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{20}\\.jsonl");

  private final Path root;

  /** The folder of all chains. */
  public AuditFolder(Path root) {
    this.root = root;
  }

  /** The chains, by name. */
  public List<String> chains() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<String> chains = new ArrayList<>();
    for (Path folder : list(root)) {
      if (Files.isDirectory(folder) && !segments(name(folder)).isEmpty()) {
        chains.add(name(folder));
      }
    }
    return chains;
  }

  /** The files of a chain, in order. */
  public List<Path> segments(String chain) throws IOException {
    Path folder = chain(chain);
    return Files.isDirectory(folder)
        ? list(folder).stream().filter(it -> SEGMENT.matcher(name(it)).matches()).toList()
        : List.of();
  }

  /** The folder of a chain. */
  public Path chain(String chain) {
    return root.resolve(chain);
  }

  /** The file that begins with this index. */
  public Path segment(String chain, long firstIndex) {
    return chain(chain).resolve(String.format(Locale.ROOT, "%020d.jsonl", firstIndex));
  }

  /** The index of the first entry in a file. */
  public static long firstIndex(Path segment) {
    return Long.parseLong(name(segment).substring(0, 20));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
