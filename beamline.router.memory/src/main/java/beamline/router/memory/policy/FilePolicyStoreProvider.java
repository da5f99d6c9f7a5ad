package beamline.router.memory.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The policy store {@code file}: used when the configuration names it. Configuration: {@code
 * directory}, which must exist; {@code max-revisions} per policy, 100 unless set; {@code
 * read-only}, so that nothing is written there, no revision either.
 */
public final class FilePolicyStoreProvider implements PolicyStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public FilePolicyStoreProvider() {}

  @Override
  public String name() {
    return "file";
  }

  /** Below the embedded default: a directory must be named, so the store must be too. */
  @Override
  public int priority() {
    return EMBEDDED - 1;
  }

  @Override
  public PolicyStore create(ComponentContext context) {
    return create("policy", Optional.empty(), context);
  }

  /**
   * Documents of another kind, kept as policies are. All are of one tenant, so that they are in the
   * directory itself.
   *
   * @param kind what they are, as errors and keys name it
   * @param tenantId which stands for all of them
   */
  public static PolicyStore of(String kind, String tenantId, ComponentContext context) {
    return create(kind, Optional.of(tenantId), context);
  }

  private static PolicyStore create(
      String kind, Optional<String> onlyTenant, ComponentContext context) {
    context.config().onlyKnown(Set.of("directory", "max-revisions", "read-only"));
    String directory = context.config().text("directory").orElse("");
    if (directory.isEmpty()) {
      String per = onlyTenant.isPresent() ? "a file per " + kind : "a folder per tenant";
      throw context.config().invalid("directory", "", "a directory with " + per);
    }
    int maxRevisions = (int) context.config().number("max-revisions", 100, 1, 100_000);
    Optional<String> readOnly =
        context.config().flag("read-only", false)
            ? Optional.of(kind + "-store.file.read-only")
            : Optional.empty();
    try {
      PolicyFolder folder = new PolicyFolder(Path.of(directory), onlyTenant);
      return open(folder, maxRevisions, readOnly, context);
    } catch (IOException e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "the " + kind + " directory '" + directory + "' cannot be read: " + PolicyFile.why(e),
          e);
    }
  }

  private static PolicyStore open(
      PolicyFolder folder, int maxRevisions, Optional<String> readOnly, ComponentContext context)
      throws IOException {
    PolicyTable table = new PolicyTable(maxRevisions);
    Path root = folder.root();
    boolean written = readOnly.isEmpty() && Files.isWritable(root);
    FileHistory history = new FileHistory(root, maxRevisions, written);
    Revisions revisions = new Revisions(root, written);
    FileHints hints = new FileHints(root);
    FolderLock lock = new FolderLock(root, written);
    FileFollower follower = new FileFollower(table, folder, revisions, history, hints, lock);
    follower.lookAround(System.nanoTime());
    return new FilePolicyStore(
        table,
        follower,
        history,
        new FileRounds(table, follower, hints, context.executor(), context.scheduler()),
        readOnly);
  }
}
