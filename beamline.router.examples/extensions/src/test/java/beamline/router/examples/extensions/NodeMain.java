package beamline.router.examples.extensions;

import com.caoccao.javet.interop.NodeRuntime;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.node.modules.NodeModuleModule;
import java.nio.file.Path;

/** Runs one script in Node.js and ends with it. */
final class NodeMain {
  private NodeMain() {}

  public static void main(String[] arguments) throws Exception {
    Path script = Path.of(arguments[0]).toAbsolutePath().normalize();
    try (NodeRuntime node = V8Host.getNodeInstance().createV8Runtime()) {
      node.getNodeModule(NodeModuleModule.class)
          .setRequireRootDirectory(script.getParent().toFile());
      node.getExecutor(script).executeVoid();
      node.await();
    }
  }
}
