package beamline.router.memory.access;

import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AccessStoreProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The access store {@code memory}: empty at every start, unless {@code grants} says who has which
 * built-in role for which tenant, such as {@code ada=admin@*,bob=viewer@acme}.
 */
public final class MemoryAccessStoreProvider implements AccessStoreProvider {
  private static final String GRANTS = "grants";
  private static final Pattern GRANT =
      Pattern.compile("([A-Za-z0-9_-]{1,64})=(admin|operator|viewer)@(.+)");

  /** For {@link java.util.ServiceLoader}. */
  public MemoryAccessStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public AccessStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    config.onlyKnown(Set.of(GRANTS));
    AccessStore store = new MemoryAccessStore();
    Instant now = Instant.ofEpochMilli(context.epochMillis());
    for (String text : config.text(GRANTS).orElse("").split(",", -1)) {
      if (!text.isBlank()) {
        store.grant(grant(config, text.strip(), now));
      }
    }
    return store;
  }

  private static Grant grant(ComponentConfig config, String text, Instant now) {
    Matcher parts = GRANT.matcher(text);
    if (parts.matches() && isTenant(parts.group(3))) {
      return new Grant(
          parts.group(1), parts.group(3), parts.group(2), "configuration", now, Optional.empty());
    }
    throw config.invalid(
        GRANTS,
        text,
        "<user>=<role>@<tenant> with commas between them, the role being admin, operator or viewer"
            + " and the tenant * for all of them");
  }

  private static boolean isTenant(String text) {
    return text.equals(Grant.ALL_TENANTS) || PolicyKey.isId(text);
  }
}
