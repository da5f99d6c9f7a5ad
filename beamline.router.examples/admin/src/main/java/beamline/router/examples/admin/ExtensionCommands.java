package beamline.router.examples.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.DeleteExtensionRequest;
import beamline.router.grpc.v1.Extension;
import beamline.router.grpc.v1.GetExtensionRequest;
import beamline.router.grpc.v1.GetExtensionResponse;
import beamline.router.grpc.v1.ListExtensionsRequest;
import beamline.router.grpc.v1.ListExtensionsResponse;
import beamline.router.grpc.v1.PutExtensionRequest;
import beamline.router.grpc.v1.ReloadExtensionsRequest;
import beamline.router.grpc.v1.RollBackVersionRequest;
import beamline.router.grpc.v1.RollOutVersionRequest;
import beamline.router.grpc.v1.SetExtensionEnabledRequest;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is registered. */
final class ExtensionCommands {
  private static final String REVISION = "--revision";

  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("extensions", "Lists the registered extensions", ExtensionCommands::list),
          AdminCommand.of(
              "extension ID", "Prints what is registered, as it is", ExtensionCommands::get),
          AdminCommand.of(
                  "put-extension FILE",
                  "Registers an extension, or changes it as a whole",
                  ExtensionCommands::put)
              .operand("FILE", "a JSON object: id, type, and what else docs/extensions.md lists")
              .option(
                  "--revision N", "which one it replaces, 0 for none (default: the stored one)"),
          AdminCommand.of("delete-extension ID", "Removes an extension", ExtensionCommands::delete)
              .option("--revision N", "which one is removed (default: the stored one)"),
          AdminCommand.of(
              "enable-extension ID",
              "Lets an extension be called",
              (node, arguments) -> enable(node, arguments, true)),
          AdminCommand.of(
              "disable-extension ID",
              "Makes calls of an extension fail at once",
              (node, arguments) -> enable(node, arguments, false)),
          AdminCommand.of(
                  "roll-out ID FILE", "Adds a version, or changes it", ExtensionCommands::rollOut)
              .operand("FILE", "a JSON object: version, and what differs, such as subject"),
          AdminCommand.of(
              "roll-back ID VERSION",
              "Takes a version out of service",
              ExtensionCommands::rollBack),
          AdminCommand.of(
              "reload-extensions",
              "Makes the node read its store again",
              ExtensionCommands::reload));

  private ExtensionCommands() {}

  private static Answer list(Node node, Arguments arguments) {
    ListExtensionsResponse extensions =
        node.extensions().listExtensions(ListExtensionsRequest.getDefaultInstance());
    Table table = table();
    extensions.getExtensionsList().forEach(extension -> row(table, extension));
    return Answer.of(extensions, table);
  }

  private static Table table() {
    return new Table("EXTENSION", "TYPE", "VERSION", "ENABLED", "SUBJECT", ">REVISION");
  }

  private static Table row(Table table, Extension extension) {
    byte[] document = extension.getJson().getBytes(UTF_8);
    return table.row(
        extension.getExtensionId(),
        Json.string(document, "type").orElse("-"),
        Json.string(document, "version").orElse("v1"),
        Json.member(document, "enabled").orElse("true").equals("true") ? "yes" : "no",
        Json.string(document, "subject").orElse("-"),
        extension.getRevision());
  }

  private static Answer of(Message answer, Extension extension) {
    return Answer.of(answer, row(table(), extension));
  }

  private static Answer get(Node node, Arguments arguments) {
    GetExtensionResponse answer = stored(node, arguments.operands().get(0));
    return Answer.of(answer, answer.getExtension().getJson());
  }

  private static GetExtensionResponse stored(Node node, String id) {
    return node.extensions()
        .getExtension(GetExtensionRequest.newBuilder().setExtensionId(id).build());
  }

  private static Answer put(Node node, Arguments arguments) throws UsageException {
    String file = arguments.operands().get(0);
    String json = text(file);
    String id = id(file, json.getBytes(UTF_8));
    Optional<Long> revision = arguments.number(REVISION);
    Extension extension =
        Extension.newBuilder()
            .setExtensionId(id)
            .setJson(json)
            .setRevision(revision.isPresent() ? revision.get() : revision(node, id))
            .build();
    var answer =
        node.extensions()
            .putExtension(PutExtensionRequest.newBuilder().setExtension(extension).build());
    return of(answer, answer.getExtension());
  }

  private static String id(String file, byte[] document) throws UsageException {
    String where = "FILE '" + file + "'";
    String id =
        Json.member(document, "id")
            .orElseThrow(
                () -> new UsageException(where + " has no id, must be an object with one"));
    return Json.string(document, "id")
        .orElseThrow(() -> new UsageException(where + ": id is " + id + ", must be a text"));
  }

  private static long revision(Node node, String id) {
    try {
      return stored(node, id).getExtension().getRevision();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return 0;
      }
      throw e;
    }
  }

  private static String text(String file) throws UsageException {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new UsageException("FILE '" + file + "' cannot be read");
    }
  }

  private static Answer delete(Node node, Arguments arguments) throws UsageException {
    String id = arguments.operands().get(0);
    Optional<Long> revision = arguments.number(REVISION);
    DeleteExtensionRequest request =
        DeleteExtensionRequest.newBuilder()
            .setExtensionId(id)
            .setRevision(
                revision.isPresent()
                    ? revision.get()
                    : stored(node, id).getExtension().getRevision())
            .build();
    return Answer.of(node.extensions().deleteExtension(request), "extension " + id + " is removed");
  }

  private static Answer enable(Node node, Arguments arguments, boolean enabled) {
    var answer =
        node.extensions()
            .setExtensionEnabled(
                SetExtensionEnabledRequest.newBuilder()
                    .setExtensionId(arguments.operands().get(0))
                    .setEnabled(enabled)
                    .build());
    return of(answer, answer.getExtension());
  }

  private static Answer rollOut(Node node, Arguments arguments) throws UsageException {
    String id = arguments.operands().get(0);
    String version = text(arguments.operands().get(1));
    var answer =
        node.extensions()
            .rollOutVersion(
                RollOutVersionRequest.newBuilder()
                    .setExtensionId(id)
                    .setVersionJson(version)
                    .build());
    return Answer.of(
        answer,
        "extension "
            + id
            + " has version "
            + Json.string(version.getBytes(UTF_8), "version").orElse("-")
            + ", revision "
            + answer.getExtension().getRevision());
  }

  private static Answer rollBack(Node node, Arguments arguments) {
    String id = arguments.operands().get(0);
    String version = arguments.operands().get(1);
    var answer =
        node.extensions()
            .rollBackVersion(
                RollBackVersionRequest.newBuilder().setExtensionId(id).setVersion(version).build());
    return Answer.of(
        answer,
        "version "
            + version
            + " of extension "
            + id
            + " does not serve any more, revision "
            + answer.getExtension().getRevision());
  }

  private static Answer reload(Node node, Arguments arguments) {
    return Answer.of(
        node.extensions().reloadExtensions(ReloadExtensionsRequest.getDefaultInstance()),
        node.target() + " has read its extensions again");
  }
}
