package beamline.router.examples.command;

import java.util.Set;

/** Something that a program can be told to do. */
public interface Command {
  /** What {@code --help} says of it, options that it shares with others excluded. */
  String usage();

  /** Its own options that have a value. */
  default Set<String> options() {
    return Set.of();
  }

  /** Its own options that have a value and may be repeated. */
  default Set<String> lists() {
    return Set.of();
  }

  /** Its own flags. */
  default Set<String> flags() {
    return Set.of();
  }

  /** The fewest and the most operands. */
  default Operands operands() {
    return new Operands(1, 1);
  }

  /**
   * How many operands there are.
   *
   * @param fewest at least
   * @param most at most
   * @param instead what it takes, for whoever said another number; empty when that goes without
   *     saying
   */
  record Operands(int fewest, int most, String instead) {

    /** Operands of which nothing has to be said. */
    public Operands(int fewest, int most) {
      this(fewest, most, "");
    }

    void check(String command, int said) throws UsageException {
      if (said < fewest || said > most) {
        String sentence =
            instead.isEmpty()
                ? " does not take " + Numbers.count(said, "operand")
                : " takes " + instead;
        throw new UsageException(command + sentence + "; --help says how");
      }
    }
  }
}
