package beamline.router.examples.quickstart;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A host in a page: builds a router, gives it policies, decides requests and says why.
 *
 * <p>Exit status: 0 when every line was answered, whatever the answers; 2 when the arguments, the
 * policies or the configuration cannot be used; 1 when reading or writing fails on the way; 141,
 * without a word, when whoever reads the answers closed the pipe.
 */
public final class Quickstart {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int UNUSABLE = 2;

  /** What a shell reports of programs that a closed pipe ends: 128 and the signal's number. */
  private static final int PIPE_CLOSED = 141;

  private Quickstart() {}

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
    int status = run(List.of(arguments), System.in, out, System.err);
    if (status != OK) {
      System.exit(status);
    }
  }

  static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
    try {
      Options options = Options.parse(arguments);
      if (options.help()) {
        print(Options.USAGE, out);
        return OK;
      }
      decide(options, in, out, err);
      return OK;
    } catch (UsageException | RouterException e) {
      err.println("quickstart: " + e.getMessage());
      return UNUSABLE;
    } catch (IOException e) {
      if (isClosedPipe(e)) {
        return PIPE_CLOSED;
      }
      err.println("quickstart: stopped, since input or output failed: " + e.getMessage());
      return FAILED;
    }
  }

  private static boolean isClosedPipe(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  private static void decide(Options options, InputStream in, OutputStream out, PrintStream err)
      throws IOException, UsageException {
    try (RouterEngine router = RouterEngine.builder().config(config(options)).build();
        InputStream requests = requests(options, in)) {
      if (options.policies().isPresent()) {
        PolicyFolder.check(options.policies().get(), router, err);
      } else {
        Shipped.install(router);
      }
      String summary = new Run(options, router, out).answerAll(requests, err);
      if (options.json()) {
        err.print(summary);
      } else {
        print("\n" + summary, out);
      }
    }
    if (options.showcase()) {
      try (RouterEngine second = RouterEngine.builder().config(config(options)).build()) {
        print(Rate.measured(second), out);
      }
    }
  }

  private static void print(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static RouterConfig config(Options options) {
    RouterConfig config = RouterConfig.load();
    return options
        .policies()
        .map(Path::toString)
        .map(
            folder ->
                config
                    .with("policy-store", "file")
                    .with("policy-store.file.directory", folder)
                    .with("policy-store.file.read-only", "true"))
        .orElse(config);
  }

  private static InputStream requests(Options options, InputStream in) throws IOException {
    if (options.standardInput()) {
      return in;
    }
    return options.requests().isPresent()
        ? Files.newInputStream(options.requests().get())
        : Shipped.requests();
  }
}
