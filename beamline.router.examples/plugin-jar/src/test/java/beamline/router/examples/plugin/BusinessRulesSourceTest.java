package beamline.router.examples.plugin;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import beamline.router.testkit.contract.ExtensionSourceContract;
import java.util.Map;

/** The source keeps the rules that the engine relies on. */
class BusinessRulesSourceTest extends ExtensionSourceContract {

  @Override
  protected ExtensionSource create(ComponentContext context) {
    return new BusinessRulesProvider().create(context);
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("zone", "Europe/Berlin");
  }

  @Override
  protected String knownId() {
    return "tag_request";
  }

  @Override
  protected Extension.Kind knownKind() {
    return Extension.Kind.PRE;
  }
}
