package beamline.router.examples.node.dlq;

import beamline.router.examples.node.Arguments;
import beamline.router.examples.node.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted of the dead letters.
 *
 * @param config the configuration file
 * @param subject the one subject to look at; empty for every one that is configured
 * @param ids the only dead letters that are wanted; empty for all
 * @param limit how many, at most
 * @param rate how many are replayed in a second, at most
 * @param apply whether they are really replayed
 * @param freshIds whether each gets a new id instead of its own
 * @param journal where it is written down which ones were replayed
 */
record DlqOptions(
    Optional<String> config,
    Optional<String> subject,
    List<String> ids,
    int limit,
    int rate,
    boolean apply,
    boolean freshIds,
    Path journal) {

  static final String USAGE =
      """
      Looks at the messages that could not be handled, and replays them.

      Usage: beamline-node dlq list   --config FILE [--subject S] [--id ID]... [--limit N]
             beamline-node dlq show   --config FILE [--subject S] --id ID...
             beamline-node dlq replay --config FILE [--subject S] [--id ID]... [--limit N]
                                      [--rate N/s] [--apply] [--fresh-ids] [--journal FILE]

        --subject S     the subject of the dead letters (default: those of results and
                        acknowledgements; list and show: of requests and assignments, too)
        --id ID         the id of a message, or the number of its dead letter; may be repeated
        --limit N       how many, at most (default: 1000)
        --rate N/s      how many are replayed in a second, at most (default: 20/s)
        --apply         really replay; without it, replay only tells what it would do
        --fresh-ids     give each message a new id. Its own, which it keeps otherwise, is refused by a
                        stream whose duplicate window still remembers it
        --journal FILE  where replayed ones are written down, so that a replay that was stopped goes
                        on where it was (default: beamline-replayed.journal)

      Decide requests and lost assignments are replayed only with --subject: nobody waits for those
      answers any more, and work that was done after all would be done twice.
      Exit status: 0 when everything was done, 1 when something failed, 2 when the arguments or
      the settings cannot be used.
      """;

  private static final int DEFAULT_LIMIT = 1000;
  private static final int DEFAULT_RATE = 20;
  private static final int MOST = 1_000_000;

  static DlqOptions parse(List<String> arguments) throws UsageException {
    Arguments options =
        Arguments.parse(
            arguments,
            Set.of("--config", "--subject", "--limit", "--rate", "--journal"),
            Set.of("--id"),
            Set.of("--apply", "--fresh-ids"));
    return new DlqOptions(
        options.value("--config"),
        options.value("--subject"),
        options.all("--id"),
        (int) options.number("--limit", DEFAULT_LIMIT, 1, MOST),
        rate(options.value("--rate")),
        options.has("--apply"),
        options.has("--fresh-ids"),
        Path.of(options.value("--journal").orElse("beamline-replayed.journal")));
  }

  boolean wants(DeadLetter letter) {
    return ids.isEmpty() || ids.stream().anyMatch(letter::isCalled);
  }

  private static int rate(Optional<String> text) throws UsageException {
    if (text.isEmpty()) {
      return DEFAULT_RATE;
    }
    String number = text.get().replaceFirst("/s$", "");
    if (!number.matches("[1-9][0-9]{0,5}")) {
      throw new UsageException(
          "--rate is '" + text.get() + "', must be a number a second, such as 20/s");
    }
    return Integer.parseInt(number);
  }
}
