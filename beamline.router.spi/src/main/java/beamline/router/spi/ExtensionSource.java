package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.util.Optional;

/**
 * Finds extensions by id and kind. The engine asks every source, highest priority first, and never
 * blocks on it.
 */
public interface ExtensionSource extends RouterComponent {

  /** The extension of this id and kind, if this source has it. */
  Optional<Extension> find(String extensionId, Extension.Kind kind);
}
