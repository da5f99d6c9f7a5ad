package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of the program.
 *
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Program(int status, String out, String err) {
  private static final Pattern VERDICT = Pattern.compile("\"(?:reason|code)\":\"([a-z_]+)\"");

  /** Runs it in this process, on the class path. */
  static Program run(String... arguments) {
    return fed(new byte[0], arguments);
  }

  static Program fed(String input, String... arguments) {
    return fed(input.getBytes(UTF_8), arguments);
  }

  static Program fed(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Quickstart.run(
            List.of(arguments),
            new ByteArrayInputStream(input),
            out,
            new PrintStream(err, true, UTF_8));
    return new Program(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs it as a modular program of its own, in this folder. */
  static Program started(Path folder, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath(),
                "--add-modules",
                "beamline.router.engine,beamline.router.memory",
                "--module",
                "beamline.router.examples.quickstart/beamline.router.examples.quickstart.Quickstart"));
    command.addAll(List.of(arguments));
    Path in = Files.write(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    return new Program(status, Files.readString(out), Files.readString(err));
  }

  /** The path of everything that is no test. */
  static String modulePath() {
    List<String> modules = new ArrayList<>();
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      boolean module =
          entry.contains("beamline")
              || entry.contains("jspecify")
              || entry.contains("slf4j")
              || entry.contains("caffeine")
              || entry.contains("jackson-core");
      if (module && !entry.contains("test-classes")) {
        modules.add(entry);
      }
    }
    return String.join(File.pathSeparator, modules);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** The reason or code of a reply. */
  static String verdict(String reply) {
    Matcher matcher = VERDICT.matcher(reply);
    return matcher.find() ? matcher.group(1) : "";
  }
}
