package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class NormalizeTextContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new NormalizeText();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("form", "nfkc");
  }
}
