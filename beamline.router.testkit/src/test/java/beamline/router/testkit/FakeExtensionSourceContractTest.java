package beamline.router.testkit;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension.Kind;
import beamline.router.spi.ExtensionSource;
import beamline.router.testkit.contract.ExtensionSourceContract;

final class FakeExtensionSourceContractTest extends ExtensionSourceContract {
  @Override
  protected ExtensionSource create(ComponentContext context) {
    return new FakeExtensionSource().with(knownId(), knownKind(), FakeExtension.proceeding());
  }

  @Override
  protected String knownId() {
    return "known";
  }

  @Override
  protected Kind knownKind() {
    return Kind.VALIDATOR;
  }
}
