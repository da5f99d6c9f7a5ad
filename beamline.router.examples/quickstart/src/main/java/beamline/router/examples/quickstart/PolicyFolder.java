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

/** The folder that {@code --policies} names. */
final class PolicyFolder {
  private PolicyFolder() {}

  /**
   * Tells which of the folder's policies are broken; those do not decide, the others do.
   *
   * @throws UsageException when there is none, or none that is right
   */
  static void check(Path folder, RouterEngine router, PrintStream err)
      throws IOException, UsageException {
    int files = count(folder);
    if (files == 0) {
      throw new UsageException(
          "no policies in '"
              + folder
              + "': expected files like "
              + folder
              + "/<tenant>/<policy>.json");
    }
    Map<PolicyKey, List<PolicyProblem>> broken = router.policies().quarantined();
    broken.forEach(
        (key, problems) ->
            problems.forEach(
                problem -> err.println("quickstart: policy " + key + " is not used: " + problem)));
    if (broken.size() >= files) {
      throw new UsageException("none of the policies in '" + folder + "' can be used");
    }
  }

  private static int count(Path folder) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> tenants = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path tenant : tenants) {
        try (DirectoryStream<Path> policies = Files.newDirectoryStream(tenant, "*.json")) {
          for (Path policy : policies) {
            count += Files.isRegularFile(policy) ? 1 : 0;
          }
        }
      }
    }
    return count;
  }
}
