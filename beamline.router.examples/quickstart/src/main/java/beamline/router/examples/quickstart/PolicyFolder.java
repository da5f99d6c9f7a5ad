package beamline.router.examples.quickstart;

import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The folder that {@code --policies} names: {@code <tenant>/<policy>.json}. */
final class PolicyFolder {
  private static final String SUFFIX = ".json";
  private static final PolicyProblem ODD_NAME =
      new PolicyProblem(
          "",
          "the names of the folder and the file must be ids: 1 to 255 letters, digits and _ . - :"
              + " /, where : is written %3A, / is %2F, and a dot in front is %2E");
  private static final PolicyProblem FOLDER = new PolicyProblem("", "it is a folder, not a file");
  private static final PolicyProblem UNREADABLE =
      new PolicyProblem("", "it cannot be read, or is a link that leads out of the folder");

  private PolicyFolder() {}

  /**
   * Tells which of the folder's policies are broken; those do not decide, the others do.
   *
   * @throws UsageException when there is none, or none that is right
   */
  static void check(Path folder, RouterEngine router, PrintStream err)
      throws IOException, UsageException {
    Map<String, Path> files = files(folder);
    if (files.isEmpty()) {
      throw new UsageException(
          "no policies in '" + folder + "': expected files like <tenant>/<policy>.json");
    }
    Map<PolicyKey, List<PolicyProblem>> quarantined = router.policies().quarantined();
    int usable = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      List<PolicyProblem> problems =
          Files.isDirectory(file.getValue())
              ? List.of(FOLDER)
              : problems(file.getKey(), router, quarantined);
      usable += problems.isEmpty() ? 1 : 0;
      for (PolicyProblem problem : problems) {
        err.println("quickstart: policy " + file.getKey() + " is not used: " + problem);
      }
    }
    if (usable == 0) {
      throw new UsageException("none of the policies in '" + folder + "' can be used");
    }
  }

  private static List<PolicyProblem> problems(
      String name, RouterEngine router, Map<PolicyKey, List<PolicyProblem>> quarantined) {
    String[] ids = name.split("/", 2);
    if (!PolicyKey.isId(decoded(ids[0])) || !PolicyKey.isId(decoded(ids[1]))) {
      return List.of(ODD_NAME);
    }
    PolicyKey key = new PolicyKey(decoded(ids[0]), decoded(ids[1]));
    List<PolicyProblem> problems = quarantined.getOrDefault(key, List.of());
    boolean unread = problems.isEmpty() && router.policies().get(key).isEmpty();
    return unread ? List.of(UNREADABLE) : problems;
  }

  /** File systems reserve some characters of ids; the names of files encode them. */
  private static String decoded(String name) {
    return name.replace("%3A", ":").replace("%2F", "/").replace("%2E", ".");
  }

  /** Each file, by tenant and policy. */
  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> tenants = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path tenant : tenants) {
        try (DirectoryStream<Path> policies = Files.newDirectoryStream(tenant, "*" + SUFFIX)) {
          for (Path file : policies) {
            String name = file.getFileName().toString();
            String policy = name.substring(0, name.length() - SUFFIX.length());
            files.put(tenant.getFileName() + "/" + policy, file);
          }
        }
      }
    }
    return files;
  }
}
