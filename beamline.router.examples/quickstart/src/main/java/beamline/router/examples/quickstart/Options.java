package beamline.router.examples.quickstart;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param policies the folder of policies; empty for the shipped ones
 * @param requests the file of requests; empty for the shipped one
 * @param standardInput whether the requests come from standard input
 * @param json whether replies are printed instead of a table
 * @param explain whether the steps of each decision are shown
 * @param help whether only the usage is wanted
 */
record Options(
    Optional<Path> policies,
    Optional<Path> requests,
    boolean standardInput,
    boolean json,
    boolean explain,
    boolean help) {

  static final String USAGE =
      """
      Decides requests, one JSON object a line, and says who executes each and why.

      Usage: quickstart [--policies DIR] [--requests FILE] [--json] [--explain]

        --policies DIR   policies to decide by, as DIR/<tenant>/<policy>.json; edits are taken
                         up while the program runs (default: the shipped policies)
        --requests FILE  requests to decide, one a line; - reads standard input
                         (default: the shipped requests)
        --json           print one response object per line and nothing else;
                         the summary goes to standard error
        --explain        show the steps of each decision
        --help           print this

      Every line is answered, also an empty or unreadable one: answer n belongs to line n.
      A request whose context names a provider in "simulate_down" is also "executed": when that
      provider is chosen, a failure is reported to the router, else a success.
      """;

  static Options parse(List<String> arguments) throws UsageException {
    Optional<Path> policies = Optional.empty();
    Optional<Path> requests = Optional.empty();
    boolean standardInput = false;
    boolean json = false;
    boolean explain = false;
    boolean help = false;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Optional<String> attached =
          equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
      switch (name) {
        case "--policies" -> {
          once(name, policies.isEmpty());
          policies = Optional.of(folder(value(name, attached, rest)));
        }
        case "--requests" -> {
          once(name, requests.isEmpty() && !standardInput);
          String file = value(name, attached, rest);
          standardInput = file.equals("-");
          requests = standardInput ? Optional.empty() : Optional.of(file(file));
        }
        case "--json" -> json = flag(name, attached);
        case "--explain" -> explain = flag(name, attached);
        case "--help", "-h" -> help = flag(name, attached);
        default ->
            throw new UsageException(
                "unknown argument '" + argument + "'; --help lists what there is");
      }
    }
    return new Options(policies, requests, standardInput, json, explain, help);
  }

  /** Whether everything shipped is shown as it was meant to be. */
  boolean showcase() {
    return policies.isEmpty() && requests.isEmpty() && !standardInput && !json;
  }

  private static void once(String name, boolean first) throws UsageException {
    if (!first) {
      throw new UsageException(name + " was given twice");
    }
  }

  private static boolean flag(String name, Optional<String> attached) throws UsageException {
    if (attached.isPresent()) {
      throw new UsageException(name + " takes no value, but was given '" + attached.get() + "'");
    }
    return true;
  }

  private static String value(String name, Optional<String> attached, Iterator<String> rest)
      throws UsageException {
    String value = attached.orElse("");
    if (attached.isEmpty() && rest.hasNext()) {
      value = rest.next();
    }
    if (value.isEmpty() || value.startsWith("--")) {
      String what = name.equals("--policies") ? "a folder" : "a file, or - for standard input";
      throw new UsageException(name + " needs " + what);
    }
    return value;
  }

  private static Path folder(String name) throws UsageException {
    Path path = path(name);
    if (!Files.isDirectory(path)) {
      String problem = Files.exists(path) ? "it is not a folder" : "no such folder";
      throw new UsageException("cannot read policies from '" + name + "': " + problem);
    }
    return path;
  }

  private static Path file(String name) throws UsageException {
    Path path = path(name);
    if (!Files.exists(path)) {
      throw new UsageException("cannot read requests from '" + name + "': no such file");
    }
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      String problem = Files.isDirectory(path) ? "it is a folder" : "permission denied";
      throw new UsageException("cannot read requests from '" + name + "': " + problem);
    }
    return path;
  }

  private static Path path(String name) throws UsageException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + name + "' is not a path: " + e.getReason());
    }
  }
}
