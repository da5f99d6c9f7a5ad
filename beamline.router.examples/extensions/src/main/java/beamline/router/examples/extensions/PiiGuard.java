package beamline.router.examples.extensions;

import beamline.router.examples.extensions.personal.PersonalData;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Refuses messages with personal data: {@code config.kinds} of {@code email, iban, card, phone}, by
 * default all, in the texts of {@code config.fields}, names of members included. The refusal names
 * the kind and the field, never what is there. Data that somebody hides on purpose is not found.
 */
final class PiiGuard implements Immediate {
  static final String ID = "pii_guard";

  @Override
  public Reply answer(Request request) {
    ItemConfig config = new ItemConfig(ID, request.config());
    EnumSet<PersonalData> kinds = config.choices("kinds", PersonalData.class);
    List<Found> found = new ArrayList<>();
    Optional<Map<String, Object>> unused =
        MessageTexts.of(request, config)
            .visit(
                new MessageTexts.Visitor() {
                  @Override
                  public Object visit(List<String> place, Object text) {
                    look(place, text.toString());
                    return text;
                  }

                  @Override
                  public void name(List<String> place, String name) {
                    look(place, name);
                  }

                  private void look(List<String> place, String text) {
                    if (found.isEmpty()) {
                      PersonalData.first(text, 0, kinds)
                          .ifPresent(it -> found.add(new Found(it.kind(), shown(place))));
                    }
                  }
                });
    return found.isEmpty() ? Reply.proceed() : found.get(0).refusal();
  }

  private record Found(PersonalData kind, String field) {

    Reply refusal() {
      String name = ItemConfig.name(kind);
      return new Reply.Refuse(
          field + " contains personal data: " + name, Map.of("kind", name, "field", field));
    }
  }

  /** The way to a field. A name is shown only if it is plain: it may be personal data itself. */
  private static String shown(List<String> place) {
    return place.stream()
        .map(name -> name.equals("[]") ? name : isPlain(name) ? "." + name : ".*")
        .collect(Collectors.joining())
        .substring(1);
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z0-9_-]{1,64}") && !PersonalData.isIn(name);
  }
}
