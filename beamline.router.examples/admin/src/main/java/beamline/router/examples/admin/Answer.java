package beamline.router.examples.admin;

import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Table;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What a node answered, for people and for machines. */
interface Answer {

  /** Prints it; the exit status. */
  int print(boolean json, Console console);

  /** A sentence, and the message for machines. */
  static Answer of(Message message, String sentence) {
    return of(message, console -> console.line(sentence));
  }

  /** A table, and the message for machines. */
  static Answer of(Message message, Table table) {
    return of(message, table::print);
  }

  private static Answer of(Message message, Consumer<Console> people) {
    return (json, console) -> {
      if (json) {
        print(message, console);
      } else {
        people.accept(console);
      }
      return ExitStatus.OK;
    };
  }

  private static void print(Message message, Console console) {
    Map<String, Object> answer = new LinkedHashMap<>(Map.of("ok", true));
    answer.putAll(MessageJson.of(message));
    console.line(Json.text(answer));
  }
}
