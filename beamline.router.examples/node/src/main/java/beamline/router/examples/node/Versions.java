package beamline.router.examples.node;

import java.lang.module.ModuleDescriptor;
import java.util.StringJoiner;

/** The versions of what runs; on a class path modules have none. */
final class Versions {
  private Versions() {}

  static String own() {
    return of(Versions.class.getModule());
  }

  /** Modules that are neither the JDK's nor ours, with their versions. */
  static String libraries() {
    StringJoiner text = new StringJoiner(", ");
    ModuleLayer.boot().modules().stream()
        .filter(Versions::isLibrary)
        .map(module -> module.getName() + " " + of(module))
        .sorted()
        .forEach(text::add);
    return text.toString();
  }

  private static boolean isLibrary(Module module) {
    String name = module.getName();
    return !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("beamline.");
  }

  private static String of(Module module) {
    ModuleDescriptor descriptor = module.getDescriptor();
    return descriptor == null ? "unversioned" : descriptor.rawVersion().orElse("unversioned");
  }
}
