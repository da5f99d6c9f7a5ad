package com.example.textlimit;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import beamline.router.testkit.contract.ExtensionSourceContract;
import java.util.Map;

/** The source keeps the rules that the router relies on. */
class TextLimitProviderTest extends ExtensionSourceContract {

  @Override
  protected ExtensionSource create(ComponentContext context) {
    return new TextLimitProvider().create(context);
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("max-characters", "100");
  }

  @Override
  protected String knownId() {
    return TextLimitProvider.ID;
  }

  @Override
  protected Extension.Kind knownKind() {
    return Extension.Kind.VALIDATOR;
  }
}
