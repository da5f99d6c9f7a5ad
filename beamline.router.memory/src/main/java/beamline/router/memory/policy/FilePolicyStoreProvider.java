package beamline.router.memory.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    context.config().onlyKnown(Set.of("directory", "max-revisions", "read-only"));
    String directory = context.config().text("directory").orElse("");
    if (directory.isEmpty()) {
      throw context.config().invalid("directory", "", "a directory with a folder per tenant");
    }
    int maxRevisions = (int) context.config().number("max-revisions", 100, 1, 100_000);
    try {
      return open(
          Path.of(directory), maxRevisions, context.config().flag("read-only", false), context);
    } catch (IOException e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "the policy directory '" + directory + "' cannot be read: " + PolicyFile.why(e),
          e);
    }
  }

  private static PolicyStore open(
      Path directory, int maxRevisions, boolean readOnly, ComponentContext context)
      throws IOException {
    PolicyTable table = new PolicyTable(maxRevisions);
    PolicyFolder folder = new PolicyFolder(directory);
    Path root = folder.root();
    boolean written = !readOnly && Files.isWritable(root);
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
