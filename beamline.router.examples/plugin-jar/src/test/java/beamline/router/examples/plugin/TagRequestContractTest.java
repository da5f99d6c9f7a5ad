package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class TagRequestContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new TagRequest();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("desk", "claims");
  }
}
