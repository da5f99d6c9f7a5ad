package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Command;
import beamline.router.examples.command.UsageException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that {@code beamline-admin} can be told to do.
 *
 * @param synopsis its name and its operands, such as {@code grant USER TENANT ROLE}
 * @param purpose what it is for, in a sentence
 * @param options its own options that have a value
 * @param lists its own options that have a value and may be repeated
 * @param details what {@code --help} says of its operands and its own options
 * @param question what it asks the node
 */
record AdminCommand(
    String synopsis,
    String purpose,
    Set<String> options,
    Set<String> lists,
    String details,
    Question question)
    implements Command {

  /** A call of the node. */
  interface Question {
    /** Asks; what the node answers. */
    Answer ask(Node node, Arguments arguments) throws UsageException;
  }

  static AdminCommand of(String synopsis, String purpose, Question question) {
    return new AdminCommand(synopsis, purpose, Set.of(), Set.of(), "", question);
  }

  /** This with one more option, written with the name of its value: {@code --limit N}. */
  AdminCommand option(String option, String meaning) {
    return new AdminCommand(
        synopsis, purpose, with(options, option), lists, detail(option, meaning), question);
  }

  /** This with one more option that may be repeated. */
  AdminCommand list(String option, String meaning) {
    return new AdminCommand(
        synopsis,
        purpose,
        options,
        with(lists, option),
        detail(option, meaning + "; may be repeated"),
        question);
  }

  /** This with what one of its operands is. */
  AdminCommand operand(String operand, String meaning) {
    return new AdminCommand(synopsis, purpose, options, lists, detail(operand, meaning), question);
  }

  private static Set<String> with(Set<String> names, String option) {
    Set<String> more = new TreeSet<>(names);
    more.add(option.substring(0, option.indexOf(' ')));
    return more;
  }

  private String detail(String option, String meaning) {
    String gap = option.length() < 18 ? " ".repeat(18 - option.length()) : "  ";
    return details + "  " + option + gap + meaning + "\n";
  }

  String name() {
    return synopsis.split(" ", 2)[0];
  }

  /** A line of the list of commands. */
  String summary() {
    return String.format("  %-33s%s%n", synopsis, purpose);
  }

  @Override
  public String usage() {
    return purpose
        + ".\n\nUsage: beamline-admin "
        + synopsis
        + " [options]\n\n"
        + details
        + "  --json            one JSON object\n";
  }

  @Override
  public Operands operands() {
    int count = synopsis.split(" ").length - 1;
    return new Operands(count, count, count == 0 ? "no operands" : synopsis.split(" ", 2)[1]);
  }

  Answer ask(Node node, Arguments arguments) throws UsageException {
    return question.ask(node, arguments);
  }
}
