package beamline.router.examples.plugin;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionProvider;
import beamline.router.spi.ExtensionSource;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Set;

/**
 * What {@link java.util.ServiceLoader} finds in this jar: a factory with a name. Configuration
 * below {@code extensions.business-rules.}: {@code zone}, the time zone of business hours, such as
 * {@code Europe/Berlin} (default {@code UTC}).
 */
public final class BusinessRulesProvider implements ExtensionProvider {
  private static final String ZONE = "zone";

  /** Called by the service loader. */
  public BusinessRulesProvider() {}

  @Override
  public String name() {
    return "business-rules";
  }

  @Override
  public ExtensionSource create(ComponentContext context) {
    context.config().onlyKnown(Set.of(ZONE));
    return new BusinessRules(context::epochMillis, zone(context));
  }

  private static ZoneId zone(ComponentContext context) {
    String name = context.config().text(ZONE).orElse("UTC");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw context.config().invalid(ZONE, name, "a time zone such as Europe/Berlin");
    }
  }
}
