package beamline.router.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Health;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import beamline.router.spi.TransportTelemetry;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever one can be told, two are told: methods that a telemetry gets later, too. */
class BothToldTest {
  /** Of two tracings one begins the spans, and who made a telemetry closes it. */
  private static final Set<String> NOT_EVENTS = Set.of("tracing", "close");

  private final List<String> toldFirst = new ArrayList<>();
  private final List<String> toldSecond = new ArrayList<>();

  static Stream<Arguments> kinds() {
    return Stream.of(
        kind(Telemetry.class, BothTelemetries::of),
        kind(PolicyTelemetry.class, BothPolicies::of),
        kind(FlowTelemetry.class, BothFlows::of),
        kind(TransportTelemetry.class, BothTransports::of));
  }

  private static <T> Arguments kind(Class<T> type, BinaryOperator<T> both) {
    return Arguments.of(type, both);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void bothAreToldTheSame(Class<T> type, BinaryOperator<T> both)
      throws ReflectiveOperationException {
    T told = both.apply(listener(type, toldFirst), listener(type, toldSecond));
    List<String> expected = new ArrayList<>();
    for (Method event : type.getMethods()) {
      if (!NOT_EVENTS.contains(event.getName())) {
        Object[] values = values(event);
        expected.add(event.getName() + Arrays.toString(values));
        Object unused = event.invoke(told, values);
      }
    }

    assertThat(toldFirst).isNotEmpty().isEqualTo(expected);
    assertThat(toldSecond).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <T> void nobodyStandsBetweenWhenOnlyOneListens(Class<T> type, BinaryOperator<T> both)
      throws ReflectiveOperationException {
    T none = type.cast(type.getField("NONE").get(null));
    T one = listener(type, toldFirst);

    assertThat(both.apply(none, one) == one).isTrue();
    assertThat(both.apply(one, none) == one).isTrue();
  }

  @Test
  void theFirstThatTracesBeginsTheSpans() {
    Tracing tracing = new Tracing() {};
    Telemetry traces =
        new Telemetry() {
          @Override
          public Tracing tracing() {
            return tracing;
          }
        };
    Telemetry silent = listener(Telemetry.class, toldFirst);

    assertThat(BothTelemetries.of(traces, silent).tracing()).isSameAs(tracing);
    assertThat(BothTelemetries.of(silent, traces).tracing()).isSameAs(tracing);
    assertThat(BothTelemetries.of(silent, silent).tracing()).isSameAs(Tracing.NONE);
  }

  private static <T> T listener(Class<T> type, List<String> told) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              told.add(method.getName() + (arguments == null ? "[]" : Arrays.toString(arguments)));
              return answer(method.getReturnType());
            }));
  }

  private static Object answer(Class<?> type) throws ReflectiveOperationException {
    if (type == void.class || type == boolean.class) {
      return false;
    }
    return type.getField("NONE").get(null);
  }

  private static Object[] values(Method event) {
    Class<?>[] types = event.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(types[i], i);
    }
    return values;
  }

  /** Values of one type differ, so that none takes the place of another. */
  private static Object value(Class<?> type, int place) {
    if (type == String.class) {
      return "text-" + place;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[place % type.getEnumConstants().length];
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return place;
    }
    if (type == long.class) {
      return (long) place;
    }
    if (type == double.class) {
      return place + 0.5;
    }
    if (type == Health.class) {
      return Health.of(List.of());
    }
    throw new AssertionError("a value of " + type + " is needed here");
  }
}
