package beamline.router.engine.policy;

import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Enum constants as a policy writes them: in lower case. */
final class Choices {

  private Choices() {}

  static <E extends Enum<E>> @Nullable E find(Class<E> type, @Nullable Object value) {
    for (E constant : type.getEnumConstants()) {
      if (written(constant).equals(value)) {
        return constant;
      }
    }
    return null;
  }

  /** For a message: {@code weighted or best_score}. */
  static String describe(Class<? extends Enum<?>> type) {
    StringJoiner names = new StringJoiner(" or ");
    for (Enum<?> constant : type.getEnumConstants()) {
      names.add(written(constant));
    }
    return names.toString();
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
