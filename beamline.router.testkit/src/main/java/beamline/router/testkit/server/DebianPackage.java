package beamline.router.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Downloads a package of the Debian archive, whose signature the package tools check, and unpacks
 * it. The tools get a state of their own: nothing of the system is read or changed, and nobody
 * needs to be root.
 */
final class DebianPackage {
  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  private DebianPackage() {}

  /** A program out of a package. */
  static Path fetch(String name, String program, String suite, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Path sources = folder.resolve("sources.list");
    Files.writeString(
        sources, "deb [signed-by=" + KEYRING + "] " + archive() + " " + suite + " main\n");
    Path settings = folder.resolve("apt.conf");
    Files.writeString(
        settings,
        String.join(
            "\n",
            setting("Dir::State", folder),
            setting("Dir::State::lists", folder.resolve("lists")),
            setting("Dir::State::status", "/dev/null"),
            setting("Dir::Cache", folder.resolve("cache")),
            setting("Dir::Etc::sourcelist", sources),
            setting("Dir::Etc::sourceparts", "/dev/null"),
            setting("APT::Sandbox::User", System.getProperty("user.name")),
            ""));
    Map<String, String> environment = Map.of("APT_CONFIG", settings.toString());
    Command.output(List.of("apt-get", "update", "-q"), environment);
    Command.output(
        List.of("sh", "-c", "cd \"$0\" && apt-get download -q \"$1\"", folder.toString(), name),
        environment);
    Path unpacked = folder.resolve("unpacked");
    Command.output(
        List.of("dpkg", "-x", only(folder, ".deb").toString(), unpacked.toString()), environment);
    return only(unpacked, "bin/" + program);
  }

  /** Where this machine gets its own packages from, which may be a mirror. */
  private static String archive() throws IOException {
    String known =
        Command.output(
            List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"));
    return known
        .lines()
        .filter(address -> address.matches("\\S+/debian/?"))
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no Debian archive as a source"));
  }

  private static String setting(String key, Object value) {
    return key + " \"" + value + "\";";
  }

  private static Path only(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .findFirst()
          .orElseThrow(() -> new IOException("no *" + end + " in " + folder));
    }
  }
}
