package beamline.router.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the reference pages from the tables in code. */
final class ReferencePages {
  private static final List<String> GRPC_NAMES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private static final String GENERATED =
      """
      <!-- Generated from the table in code. Do not edit: change the table, then run
           ./mvnw -q test -pl beamline.router.api -Dtest=ReferencePagesTest -Ddocs.write=true -->

      """;

  private static final String CONFIGURATION =
      """
      # Configuration

      Every key has a default, so an engine runs without any configuration. `RouterConfig.load()` reads four sources;
      a later one goes before a former one:

      1. the defaults below;
      2. a properties file in UTF-8: the one named by the system property `beamline.router.config`, else by the environment
         variable `BEAMLINE_ROUTER_CONFIG`, else `beamline-router.properties` in the working directory, if there is one;
      3. system properties, `beamline.router.<key>`;
      4. environment variables: `BEAMLINE_ROUTER_` and the key in upper case, with an underscore for every dot and dash, such
         as `BEAMLINE_ROUTER_ASSIGNMENT_MAX_RETRIES`; and the other names below in upper case, such as `CAF_MAX_RETRIES`. An
         empty variable counts as one that is not set.

      What the host sets with `RouterConfig.builder()`, `toBuilder()` or `with(key, value)` goes before all of them.

      The names under *also known as* are those of the operational guide and its reference router. They mean the same as the
      key and can be used in its place in every source. Two names of one key with different values in one source are an error.

      A key that is not known, a value of another form and a file that cannot be read are errors. All of them are reported
      together, each with the key, the value, the expected form and the place where it was written. Values of secret keys are
      never shown.

      **Values.** Durations have a unit (`250ms`, `10s`, `5m`, `1h`, `90d`); a bare number is in milliseconds, or in the unit
      that the name ends with (`idempotency_ttl_seconds = 3600`). Lists have commas between their items; brackets and double
      quotes may be added (`["tenant-a", "tenant-b"]`). A tenant list is `undefined` (every tenant), a list, or `[]` (no tenant).

      **Not in effect yet.** Keys marked so are those of the operational guide whose feature is still to come: they are read and
      checked, so that one file serves all versions, but this version does not act on them.

      **Components.** Everything below `<kind>.<name>.` belongs to the component of that name and is passed on to it, such as
      `policy-store.file.directory`. As an environment variable: `BEAMLINE_ROUTER_POLICY_STORE_FILE_DIRECTORY`; where the name of
      the component has a dash, or the rest a dot, two underscores stand for each dot, such as
      `BEAMLINE_ROUTER_AUDIT_SINK__MY_SINK__URL`.
      """;

  private static final String ERRORS =
      """
      # Errors

      Every reason for which the router refuses or fails, and how it looks at each edge. `reason` is `ErrorCode.reason()`;
      `wire code` is `error.code` of a reply; a reason that is not in the table counts as `internal_error`. The codes of the
      intake travel in upper case in `error.details.intake_error_code`.

      The appearance can be changed without a new build, as a whole and checked as a whole: at run time with
      `RouterControls.errorTable(ErrorTable)`, effective at once on every edge; or at start with the key `errors.file`, which
      names a properties file with a line per reason. What a line leaves out stays as it is; one error refuses the whole file.

      ```properties
      policy_not_found = wire=policy_not_found, grpc=5, http=404, retryable=false
      service_overloaded = wire=unavailable
      ```

      | reason | wire code | gRPC | HTTP | retryable | message |
      |---|---|---|---|---|---|
      """;

  private static final String LOG_EVENTS =
      """
      # Log events

      Every line that the router logs at INFO and above carries one of these names as the key-value pair `error_code`
      (`LogEvent` in the API). The names are stable; the texts of lines are for people and may change. See
      [Logging](../logging.md) for the other pairs and for what is never logged.

      | event | level | what it means | what to do |
      |---|---|---|---|
      """;

  private ReferencePages() {}

  /** The page of all keys. */
  static String configuration() {
    StringBuilder page = new StringBuilder(GENERATED).append(CONFIGURATION);
    for (Map.Entry<String, List<ConfigKey<?>>> area : RouterKeys.byArea().entrySet()) {
      page.append("\n## ").append(area.getKey()).append("\n\n");
      page.append("| key | default | must be | also known as | meaning |\n|---|---|---|---|---|\n");
      area.getValue().forEach(key -> page.append(row(key)));
    }
    return page.toString();
  }

  /** The page of all errors. */
  static String errors() {
    StringBuilder page = new StringBuilder(GENERATED).append(ERRORS);
    for (ErrorCode code : ErrorCode.values()) {
      ErrorMapping mapping = code.defaultMapping();
      page.append(
          row(
              code(code.reason()) + (code.isIntakeCode() ? " (intake)" : ""),
              code(mapping.wireCode()),
              mapping.grpcStatus() + " " + GRPC_NAMES.get(mapping.grpcStatus()),
              String.valueOf(mapping.httpStatus()),
              mapping.retryable() ? "yes" : "no",
              code.defaultMessage()));
    }
    return page.toString();
  }

  /** The page of all events that are logged. */
  static String logEvents() {
    StringBuilder page = new StringBuilder(GENERATED).append(LOG_EVENTS);
    for (LogEvent event : LogEvent.values()) {
      String level = event.level() == System.Logger.Level.WARNING ? "WARN" : event.level().name();
      page.append(row(code(event.name()), level, event.meaning(), event.action()));
    }
    return page.toString();
  }

  private static String row(ConfigKey<?> key) {
    return row(
        code(key.name()),
        key.defaultText().isEmpty() ? "" : code(key.defaultText()),
        key.expected(),
        key.aliases().stream()
            .filter(alias -> !alias.equals(key.name()))
            .map(ReferencePages::code)
            .collect(Collectors.joining(", ")),
        key.description()
            + (key.secret() ? " Secret." : "")
            + (key.inEffect() ? "" : " *Not in effect yet.*"));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
