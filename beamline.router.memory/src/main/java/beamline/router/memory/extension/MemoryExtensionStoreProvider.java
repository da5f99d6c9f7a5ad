package beamline.router.memory.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.memory.policy.JsonShape;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The extension store {@code memory}: begins at every start with what the configuration registers,
 * {@code record.<id>}, each a JSON object. What is changed later lasts until the process ends.
 */
public final class MemoryExtensionStoreProvider implements ExtensionStoreProvider {
  private static final String RECORD = "record.";

  /** For {@link java.util.ServiceLoader}. */
  public MemoryExtensionStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public ExtensionStore create(ComponentContext context) {
    return new MemoryExtensionStore(context::epochMillis, records(context.config()));
  }

  private static Map<String, String> records(ComponentConfig config) {
    Map<String, String> records = new TreeMap<>();
    Set<String> known = new HashSet<>(Set.of(RECORD + "<id>"));
    for (String name : config.names()) {
      if (name.startsWith(RECORD) && PolicyKey.isId(name.substring(RECORD.length()))) {
        known.add(name);
        String json = config.text(name).orElse("");
        Optional<String> problem = JsonShape.problem(json);
        if (problem.isPresent()) { // without the record, which may hold what nobody is to see
          throw new RouterException(
              ErrorCode.CONFIGURATION_INVALID,
              "extension-store.memory." + name + ' ' + problem.get());
        }
        records.put(name.substring(RECORD.length()), json);
      }
    }
    config.onlyKnown(known);
    return records;
  }
}
