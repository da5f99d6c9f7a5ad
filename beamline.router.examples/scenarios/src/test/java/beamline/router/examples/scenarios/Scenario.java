package beamline.router.examples.scenarios;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A scenario of the operational guide, on every bus. */
@ParameterizedClass(name = "{0}")
@EnumSource
abstract class Scenario {
  @Parameter Bus.Kind kind;

  private Bus bus;
  private Node node;

  /** The bus, opened when it is first asked for. */
  final Bus bus() {
    if (bus == null) {
      bus = kind.open();
    }
    return bus;
  }

  /** Starts the scenario's router: key, value, key, value. */
  final Node node(String... settings) {
    node = Node.start(bus(), settings);
    return node;
  }

  @AfterEach
  final void end() {
    if (node != null) {
      node.close();
    }
    if (bus != null) {
      bus.close();
    }
  }
}
