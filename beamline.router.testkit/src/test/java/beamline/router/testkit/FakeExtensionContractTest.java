package beamline.router.testkit;

import beamline.router.spi.Extension;
import beamline.router.testkit.contract.ExtensionContract;

final class FakeExtensionContractTest extends ExtensionContract {
  @Override
  protected Extension create() {
    return FakeExtension.proceeding();
  }
}
