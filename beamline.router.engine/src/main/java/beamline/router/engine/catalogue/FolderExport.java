package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.api.policy.PolicyTransfer.Item;
import beamline.router.api.policy.PolicyTransfer.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes policies into a folder. */
final class FolderExport {
  private FolderExport() {}

  /** Writes them, and says which files were new or different, and which could not be read. */
  static PolicyTransfer write(List<PolicyChange> current, Path folder) {
    List<Item> items = new ArrayList<>();
    try {
      for (PolicyChange change : current) {
        if (change instanceof PolicyChange.Updated updated) {
          Path file = folder.resolve(PolicyPaths.of(change.key()));
          Outcome outcome = write(updated.document().json(), file);
          items.add(new Item(change.key(), outcome, List.of()));
        } else if (change instanceof PolicyChange.Unreadable unreadable) {
          PolicyProblem problem = new PolicyProblem("", unreadable.problem());
          items.add(new Item(change.key(), Outcome.INVALID, List.of(problem)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("policies cannot be written to " + folder + ": " + e, e);
    }
    return new PolicyTransfer(true, items);
  }

  private static Outcome write(String json, Path file) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    boolean exists = Files.exists(file);
    if (exists && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return Outcome.UNCHANGED;
    }
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path whole = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
    try {
      Files.write(whole, bytes, StandardOpenOption.CREATE_NEW);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
    return exists ? Outcome.UPDATED : Outcome.CREATED;
  }
}
