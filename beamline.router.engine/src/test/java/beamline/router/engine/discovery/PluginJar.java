package beamline.router.engine.discovery;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A third party's jar, compiled and packed on the spot, and the ways a host may load it. */
final class PluginJar {
  private final Path folder;
  private final String name;
  private final List<String> services = new ArrayList<>();
  private final Path sources;

  PluginJar(Path folder, String name) throws IOException {
    this.folder = folder;
    this.name = name;
    this.sources = Files.createDirectories(folder.resolve(name + "-sources"));
  }

  /** Adds a provider of policy stores with this name and priority, which stores in memory. */
  PluginJar policyStore(String type, String providerName, int priority) throws IOException {
    return provider(
        type,
        """
        package %1$s;
        import beamline.router.spi.*;
        public final class %2$s implements PolicyStoreProvider {
          public String name() { return "%3$s"; }
          public int priority() { return %4$d; }
          public PolicyStore create(ComponentContext context) {
            throw new IllegalStateException("created " + name());
          }
        }
        """
            .formatted(name, type, providerName, priority));
  }

  /** Adds a provider of policy stores of this source. */
  PluginJar provider(String type, String source) throws IOException {
    Path file = sources.resolve(name.replace('.', '/')).resolve(type + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    return service(name + "." + type);
  }

  /** Names a provider of policy stores, which may not exist. */
  PluginJar service(String className) {
    services.add(className);
    return this;
  }

  /** A class loader that has the jar on its class path. */
  ClassLoader onClassPath() throws IOException {
    return new URLClassLoader(new URL[] {jar().toUri().toURL()}, getClass().getClassLoader());
  }

  /** The jar, for a class path. */
  Path jar() throws IOException {
    Path classes = compile();
    Path file = classes.resolve("META-INF/services/beamline.router.spi.PolicyStoreProvider");
    Files.createDirectories(file.getParent());
    Files.write(file, services);
    return pack(classes);
  }

  /** The loader of a layer that has the jar as a module. */
  ClassLoader inLayer() throws IOException {
    Files.writeString(
        sources.resolve("module-info.java"),
        "module %s { requires beamline.router.spi; provides beamline.router.spi.PolicyStoreProvider with %s; }"
            .formatted(name, String.join(", ", services)));
    Path jar = pack(compile());
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolveAndBind(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(name));
    return boot.defineModulesWithOneLoader(configuration, getClass().getClassLoader())
        .findLoader(name);
  }

  /** Everything this test runs on. */
  static String path() {
    return Stream.of("jdk.module.path", "java.class.path")
        .map(property -> System.getProperty(property, ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path compile() throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    arguments.addAll(List.of("-cp", path(), "-p", System.getProperty("jdk.module.path", path())));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    if (arguments.size() > 6) {
      run("javac", arguments);
    }
    return classes;
  }

  private Path pack(Path classes) {
    Path jar = folder.resolve(name + ".jar");
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  private static void run(String tool, List<String> arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int status =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(tool + " " + arguments + ": " + output);
    }
  }
}
