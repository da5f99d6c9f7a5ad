package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class MaskPiiContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new MaskPii(Extension.Kind.POST);
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("replacement", "***");
  }
}
