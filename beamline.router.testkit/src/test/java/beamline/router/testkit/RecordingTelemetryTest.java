package beamline.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Health;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TransportTelemetry;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordingTelemetryTest {
  private static final Set<String> NO_EVENTS =
      Set.of("policy", "flows", "transport", "tracing", "close", "wantsLatency");

  @Test
  void everyEventOfTheSpiIsRecordedWithItsValues() throws ReflectiveOperationException {
    RecordingTelemetry telemetry = new RecordingTelemetry();
    int told =
        tellAll(Telemetry.class, telemetry)
            + tellAll(PolicyTelemetry.class, telemetry.policy("t", "p"))
            + tellAll(FlowTelemetry.class, telemetry.flows())
            + tellAll(TransportTelemetry.class, telemetry.transport());
    assertThat(telemetry.events()).hasSize(told);
    assertThat(telemetry.events("policyLoaded"))
        .containsExactly(
            RecordingTelemetry.Event.of("policyLoaded", "text", "text", "text", true, 7L));
    assertThat(telemetry.events("policy.sticky"))
        .containsExactly(RecordingTelemetry.Event.of("policy.sticky", "t", "p", true));
    assertThat(telemetry.events("flow.redelivered"))
        .containsExactly(RecordingTelemetry.Event.of("flow.redelivered", "text", 7));
    assertThat(telemetry.events("transport.connectAttempted"))
        .containsExactly(RecordingTelemetry.Event.of("transport.connectAttempted", true));
    telemetry.clear();
    assertThat(telemetry.events()).isEmpty();
  }

  private static int tellAll(Class<?> type, Object telemetry) throws ReflectiveOperationException {
    int told = 0;
    for (Method method : type.getMethods()) {
      if (method.isDefault() && !NO_EVENTS.contains(method.getName())) {
        List<Object> values = new ArrayList<>();
        for (Class<?> parameter : method.getParameterTypes()) {
          values.add(value(parameter));
        }
        method.invoke(telemetry, values.toArray());
        told++;
      }
    }
    return told;
  }

  private static Object value(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 7;
    }
    if (type == double.class) {
      return 0.7;
    }
    if (type == Health.class) {
      return Health.of(List.of());
    }
    return type == long.class ? 7L : "text";
  }
}
