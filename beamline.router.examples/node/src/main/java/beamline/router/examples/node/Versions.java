package beamline.router.examples.node;

import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.TreeMap;

/** The versions of what runs; empty on a class path, where modules have none. */
final class Versions {
  private Versions() {}

  static String own() {
    return of(Versions.class.getModule());
  }

  /** Modules that are neither the JDK's nor ours, by name. */
  static Map<String, String> modules() {
    Map<String, String> versions = new TreeMap<>();
    for (Module module : ModuleLayer.boot().modules()) {
      String name = module.getName();
      boolean theirs =
          !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("beamline.");
      if (theirs && module.getDescriptor().rawVersion().isPresent()) {
        versions.put(name, of(module));
      }
    }
    return versions;
  }

  private static String of(Module module) {
    ModuleDescriptor descriptor = module.getDescriptor();
    return descriptor == null ? "unversioned" : descriptor.rawVersion().orElse("unversioned");
  }
}
