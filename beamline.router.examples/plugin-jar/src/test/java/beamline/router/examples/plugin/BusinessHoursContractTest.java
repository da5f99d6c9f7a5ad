package beamline.router.examples.plugin;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;
import java.time.ZoneOffset;
import java.util.Map;

/** The extension keeps the rules that the engine relies on. */
class BusinessHoursContractTest extends ExtensionContract {

  @Override
  protected Extension create() {
    return new BusinessHours(System::currentTimeMillis, ZoneOffset.UTC);
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("from", "08:00");
  }
}
