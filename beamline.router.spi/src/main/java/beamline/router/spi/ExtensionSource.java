package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.util.Optional;

/**
 * Finds extensions by id and kind. The engine asks the sources, highest priority first, as a part
 * of each call: on the thread of the call, and within its time.
 */
public interface ExtensionSource extends RouterComponent {

  /** The extension of this id and kind, if this source has it. */
  Optional<Extension> find(String extensionId, Extension.Kind kind);
}
