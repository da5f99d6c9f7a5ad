package beamline.router.memory.extension;

import beamline.router.memory.policy.FilePolicyStoreProvider;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;

/**
 * The extension store {@code file}: a directory with a file {@code <id>.json} per extension, used
 * when the configuration names it. Configuration: {@code directory}, which must exist; {@code
 * read-only}, so that nothing is written there; {@code max-revisions} that are kept of each, 100
 * unless set.
 */
public final class FileExtensionStoreProvider implements ExtensionStoreProvider {
  private static final String TENANT = "extensions";

  /** For {@link java.util.ServiceLoader}. */
  public FileExtensionStoreProvider() {}

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
  public ExtensionStore create(ComponentContext context) {
    return ExtensionStore.keptIn(FilePolicyStoreProvider.of("extension", TENANT, context), TENANT);
  }
}
