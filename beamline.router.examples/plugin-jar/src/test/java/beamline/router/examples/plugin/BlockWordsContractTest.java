package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.List;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class BlockWordsContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new BlockWords();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("words", List.of("password"));
  }
}
