package beamline.router.examples.command;

/**
 * What a program says of itself.
 *
 * @param name as it is typed
 * @param usage what it is for, and its commands
 * @param shared the options that all of its commands have
 * @param statuses what its exit statuses mean
 */
public record Manual(String name, String usage, SharedOptions shared, String statuses) {

  String help() {
    return usage + shared.usage() + statuses;
  }

  String help(Command command) {
    return command.usage() + "\n" + shared.usage() + statuses;
  }
}
