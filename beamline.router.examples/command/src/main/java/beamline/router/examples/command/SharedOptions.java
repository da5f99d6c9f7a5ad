package beamline.router.examples.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The options that all commands of a program have, besides {@code --json} and {@code --help}.
 *
 * @param options names that have a value
 * @param lists names that have a value and may be repeated
 * @param flags names without a value
 * @param usage what {@code --help} says of them
 */
public record SharedOptions(
    Set<String> options, Set<String> lists, Set<String> flags, String usage) {
  private static final Set<String> ALWAYS = Set.of("--json", "--help", "-h");

  Arguments parse(Command command, List<String> arguments) throws UsageException {
    return Arguments.parse(
        arguments,
        both(options, command.options()),
        both(lists, command.lists()),
        both(ALWAYS, both(flags, command.flags())));
  }

  private static Set<String> both(Set<String> shared, Set<String> own) {
    Set<String> both = new HashSet<>(shared);
    both.addAll(own);
    return both;
  }
}
