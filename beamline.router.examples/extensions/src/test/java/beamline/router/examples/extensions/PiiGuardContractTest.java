package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.util.List;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class PiiGuardContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new PiiGuard();
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("kinds", List.of("email", "card"));
  }
}
