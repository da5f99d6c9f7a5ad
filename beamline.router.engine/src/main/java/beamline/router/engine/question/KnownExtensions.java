package beamline.router.engine.question;

import beamline.router.engine.extension.ExtensionBreakers;
import beamline.router.engine.extension.ExtensionStats;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this node knows of extensions: those that are registered, and those that it called.
 *
 * @param registry what is registered
 * @param stats how calls went
 * @param breakers whether they are called
 */
public record KnownExtensions(
    ExtensionRegistry registry, ExtensionStats stats, ExtensionBreakers breakers) {

  Set<String> ids() {
    Set<String> ids = new TreeSet<>(stats.summaries().keySet());
    registry.records().forEach(record -> ids.add(record.id()));
    return ids;
  }
}
