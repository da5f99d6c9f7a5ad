package beamline.router.api;

import java.lang.System.Logger.Level;

/**
 * Everything that the router logs at INFO and above: the one table. A line carries the name of its
 * event as the key-value pair {@link #KEY}; names are never given another meaning, so that searches
 * and alerts can rely on them. The texts of lines may change.
 */
public enum LogEvent {
  // the connection to NATS
  NATS_CONNECTION_ESTABLISHED(
      Level.INFO, "The node is connected to NATS for the first time.", "Nothing."),
  NATS_CONNECTION_LOST(
      Level.WARNING,
      "The connection to NATS was lost, or could not be made.",
      "Look at the servers and the network. The router connects again by itself; durable streams go"
          + " on where they were."),
  NATS_CONNECTION_RESTORED(Level.INFO, "A lost connection is there again.", "Nothing."),
  NATS_RECONNECT_ATTEMPT(
      Level.INFO,
      "The router tries to connect again.",
      "Nothing, unless it goes on: then as for NATS_CONNECTION_LOST."),
  NATS_RECONNECT_EXHAUSTED(
      Level.ERROR,
      "All attempts of the configured number to connect have failed; the router tries on.",
      "Check nats.url, the credentials and the servers."),
  NATS_SERVER_ERROR(
      Level.WARNING,
      "The server refused something that the router asked for.",
      "When it names a subject, let the router's user publish or subscribe there."),
  NATS_SERVER_LEAVING(
      Level.WARNING,
      "The server is about to shut down, and the router moves to another one.",
      "Nothing, when there is another server in nats.url or in the cluster."),
  NATS_CONFIGURATION_UNUSABLE(
      Level.WARNING,
      "A connection cannot be made as it is configured, for example because a file is missing.",
      "Mend the files or the keys below nats. that the line names. It is tried again."),
  NATS_TLS_NOT_VERIFIED(
      Level.WARNING,
      "The certificate of the NATS server is not checked.",
      "Set nats.tls.verify=true and nats.tls.ca-file."),

  // what is kept on NATS
  NATS_OBJECT_CREATED(
      Level.INFO, "A stream, consumer or bucket was missing and was created.", "Nothing."),
  NATS_OBJECT_DIFFERS(
      Level.WARNING,
      "A stream, consumer or bucket is configured in another way than the router would.",
      "Change it by hand when the difference is not meant; the router leaves it as it is."),
  NATS_SUBSCRIPTION_WAITS(
      Level.WARNING,
      "A subscription or the following of a bucket cannot go on yet.",
      "Look at the reason: mostly the stream or a permission is missing. It is tried again."),
  NATS_READ_ANEW(
      Level.WARNING,
      "A stream or bucket is read again, because entries were missing or it was replaced.",
      "Nothing when it was replaced on purpose; else look at the streams' leaders."),
  NATS_BUCKET_UNAVAILABLE(
      Level.WARNING,
      "A bucket cannot be used yet.",
      "Look at the reason: mostly JetStream has no leader, or a permission is missing."),
  MESSAGE_HANDLER_FAILED(
      Level.ERROR,
      "The handler of a message failed in a way that it must not.",
      "Report it with the exception; the message is delivered again when its stream is durable."),
  LISTENER_FAILED(
      Level.WARNING,
      "A listener of a change failed; the others were told.",
      "Mend the listener, which is the host's code when the exception names its classes."),

  // start, end, components
  COMPONENT_UNUSABLE(
      Level.WARNING,
      "A component was found and cannot be used.",
      "Mend or remove its jar; it matters only when the component was meant to be chosen."),
  COMPONENT_CLOSE_FAILED(
      Level.WARNING,
      "A component failed to close, or did not in time.",
      "Look at the component; the router went on without it."),
  TRANSPORT_UNAVAILABLE(
      Level.WARNING,
      "The transport does not connect.",
      "Check its address and credentials. It is tried again."),
  FLOW_STARTED(Level.INFO, "A flow takes messages.", "Nothing."),
  FLOW_START_FAILED(
      Level.WARNING,
      "A flow cannot start, and takes no messages until it does.",
      "Look at the reason: mostly a stream or a permission is missing. It is tried again."),
  DRAIN_FAILED(
      Level.WARNING,
      "Something that was under way failed while the router was drained.",
      "Look at the reason; durable messages are delivered again."),
  CLOSED_UNDER_WAY(
      Level.WARNING,
      "The router was closed before everything that was under way had ended.",
      "Give it more time (shutdown.drain-timeout) when this happens at every stop."),

  // decide requests
  INTAKE_VALIDATION_FAILED(
      Level.INFO,
      "Requests were refused as invalid. One line a second at most; 'omitted' counts the others.",
      "Tell the owner of the caller; the dead letters hold the requests."),
  REQUEST_FAULT(
      Level.WARNING,
      "A request could not be served because something that the router needs is down.",
      "Look at what the line names."),
  REQUEST_FAILED(
      Level.ERROR, "A request failed in a way that it must not.", "Report it with the exception."),
  REPLY_NOT_SENT(
      Level.WARNING,
      "Replies could not be sent; the callers time out. One line a second at most for replies to"
          + " decide requests; 'omitted' counts the others.",
      "Look at the connection, and whether the router may publish to inboxes."),
  DECIDE_SUBJECT_CAPTURED(
      Level.ERROR,
      "A stream stores the decide requests and would answer their callers: none is served any more.",
      "Take the decide subject off the stream that the line names."),
  DECIDE_RESUMED(Level.INFO, "Decide requests are served again.", "Nothing."),
  IDEMPOTENCY_MARK_NOT_WRITTEN(
      Level.WARNING,
      "A decision was not remembered; a duplicate of its request may be decided again.",
      "Look at the state store. The assignment of a duplicate has the same id, so no work is done"
          + " twice."),
  ABUSE_SUSPECTED(
      Level.WARNING,
      "A tenant sends many requests that are invalid, forbidden, too large, or too many.",
      "Ask the tenant; lower its limits or take it off the allow-list if need be."),
  DEAD_LETTER(
      Level.WARNING,
      "Messages cannot be processed and are dead letters. One line a second at most; 'omitted' counts"
          + " the others.",
      "Read the dead letters, mend the cause, replay them with beamline-node dlq."),
  DEAD_LETTER_NOT_KEPT(
      Level.WARNING, "A dead letter could not be stored.", "Look at the dead letters' stream."),

  // assignments and results
  ASSIGNMENT_NOT_PREPARED(
      Level.ERROR,
      "A decision was made, but its assignment could not be written.",
      "Report it with the exception."),
  ASSIGNMENT_RETRIED(
      Level.WARNING,
      "Publishing an assignment failed and is tried again.",
      "Nothing, unless ASSIGNMENT_NOT_PUBLISHED follows."),
  ASSIGNMENT_NOT_PUBLISHED(
      Level.ERROR,
      "An assignment could not be published; no worker knows of it.",
      "Look at the connection and at the assignments' stream. The caller may send its request"
          + " again."),
  ASSIGNMENT_NOT_WATCHED(
      Level.WARNING,
      "Too many assignments are open; the one that is due first is not watched any more.",
      "Look at the workers, or raise assignment.max-open."),
  ASSIGNMENT_SENT_AGAIN(
      Level.INFO,
      "An assignment had no result in time and was sent again.",
      "Look at the workers."),
  RECONCILIATION_FAILED(
      Level.ERROR,
      "The overdue assignments could not be looked at; they will be again.",
      "Report it with the exception when it comes again."),
  DELIVERY_LEFT_TO_SERVER(
      Level.WARNING,
      "A message was not answered because the router is closing; the server delivers it again.",
      "Nothing."),

  // administration
  ADMIN_CLOSED(
      Level.WARNING,
      "The administration subjects are closed, because nobody could be authenticated.",
      "Set admin.api-key or admin.credentials-file when they are wanted."),
  ADMIN_REQUEST_FAULT(
      Level.WARNING,
      "An administrative request could not be served because something is down.",
      "Look at what the line names."),
  ADMIN_REQUEST_FAILED(
      Level.ERROR,
      "An administrative request failed in a way that it must not.",
      "Report it with the exception."),
  RBAC_DISABLED(
      Level.WARNING,
      "Every caller with a valid key may do everything, for every tenant.",
      "Enable role-based access and grant roles."),
  CREDENTIALS_READ(
      Level.INFO, "The file of the administrators' credentials was read again.", "Nothing."),
  CREDENTIALS_UNUSABLE(
      Level.ERROR,
      "The file of the administrators' credentials cannot be read, is not valid, or is gone.",
      "Mend the file; the line says who is known meanwhile."),

  // policies and stores
  POLICY_SET_ASIDE(
      Level.WARNING,
      "A policy has problems and is not used; its last good revision, if any, stays in force.",
      "Mend the policy: beamline-policy validate says what is wrong."),
  POLICY_PARTLY_IN_FORCE(
      Level.WARNING,
      "A policy is in force without the parts that the line names.",
      "Mend or remove these parts."),
  POLICY_FORMER_IN_FORCE(
      Level.WARNING,
      "A policy decides as of a former revision, because the newest has problems.",
      "Mend the newest revision, or roll back."),
  POLICY_HISTORY_UNREADABLE(
      Level.WARNING,
      "The last good revision of a broken policy cannot be looked up.",
      "Look at the policy store."),
  POLICY_NOT_READ_BACK(
      Level.WARNING,
      "A policy was stored, but the store could not be asked for it.",
      "Look at the policy store; the policy is in force."),
  POLICY_ENTRY_IGNORED(
      Level.WARNING,
      "Something in the policies' bucket has a key that is not that of a policy.",
      "Remove the entry."),
  POLICY_OWNER_NOT_KEPT(
      Level.ERROR,
      "Who owns a policy could not be written after the policy was created or deleted.",
      "Look at the access store; name the owner by hand."),
  POLICY_NOT_TAKEN_BACK(
      Level.ERROR,
      "A policy was created without an owner and could not be removed again.",
      "Remove the policy by hand."),
  STORE_UNREADABLE(
      Level.WARNING,
      "A store cannot be read; what was read before stays in force.",
      "Look at the store. It is tried again."),
  STORE_READABLE(Level.INFO, "A store that could not be read can be read again.", "Nothing."),
  STORE_READ_ANEW(
      Level.WARNING,
      "The database counts its changes from an earlier number on, as after a restore.",
      "Nothing when it was restored; else look who changes the tables."),
  STORE_FOLLOW_UP_FAILED(
      Level.ERROR,
      "What was to be done once a store could be read failed.",
      "Report it with the exception."),
  DATABASE_MIGRATED(Level.INFO, "A migration was run on the schema.", "Nothing."),

  // limits and budgets
  QUOTA_VIOLATIONS_NOT_RECORDED(
      Level.WARNING,
      "Refusals for a quota were not recorded. The quota was in force all the same.",
      "Look at the quota store."),
  BUDGET_STORE_UNAVAILABLE(
      Level.WARNING,
      "What is left of a budget cannot be asked for.",
      "Look at the budget store. It is tried again; until then the node spends what it holds."),
  BUDGET_NOT_REPORTED(
      Level.WARNING,
      "What was spent could not be written to the store.",
      "Look at the budget store. It is tried again."),
  BUDGET_COST_CAPPED(
      Level.WARNING,
      "An execution has cost more than a budget can count.",
      "Look at the worker that reported it."),

  // audit
  AUDIT_SINK_UNAVAILABLE(
      Level.ERROR,
      "The audit sink takes no records; they wait.",
      "Look at the sink before the queue is full (audit.queue-size)."),
  AUDIT_SINK_RESTORED(Level.INFO, "The audit sink takes records again.", "Nothing."),
  AUDIT_RECORD_LOST(
      Level.ERROR,
      "Audit records are lost; the chain says how many, where it goes on.",
      "Keep this line with the audit log: it says which records are missing."),
  AUDIT_RECORDS_REMOVED(Level.INFO, "Records past their retention were removed.", "Nothing."),
  AUDIT_CLEANUP_FAILED(
      Level.WARNING,
      "Records past their retention were not removed.",
      "Look at the sink. It is tried again."),
  AUDIT_CHECKPOINT_FAILED(
      Level.ERROR,
      "No signed checkpoint was written to the anchor file.",
      "Look at the file's folder and disk. It is tried again."),

  // extensions
  EXTENSION_CALL_FAILED(
      Level.WARNING,
      "An extension failed or did not answer in time. One line a minute for each extension.",
      "Look at the extension; the line says whether requests are refused."),
  EXTENSION_BREAKER_OPENED(
      Level.WARNING,
      "An extension failed so often that it is not called for a while.",
      "Look at the extension."),
  EXTENSION_BREAKER_CLOSED(Level.INFO, "An extension is called again.", "Nothing."),
  EXTENSION_INVALID(
      Level.WARNING,
      "The registration of an extension is not valid; policies that use it do without or refuse.",
      "Mend the registration."),

  // gRPC
  GRPC_CALL_FAULT(
      Level.WARNING,
      "A call could not be served because something that the router needs is down.",
      "Look at what the line names."),
  GRPC_CALL_FAILED(
      Level.ERROR, "A call failed in a way that it must not.", "Report it with the exception."),
  HEALTH_NOT_TOLD(
      Level.WARNING,
      "Who watches the health over gRPC could not be told of it.",
      "Report it with the exception."),

  // the standalone node
  NODE_STARTUP_WARNING(
      Level.WARNING,
      "The node works, and should not be left as it is configured.",
      "Do what the line says."),
  NODE_READY(Level.INFO, "Every part of the node is well.", "Nothing."),
  NODE_PART_STARTING(Level.INFO, "A part of the node is not well yet, at start.", "Wait."),
  NODE_PART_RECOVERED(Level.INFO, "A part of the node is well again.", "Nothing."),
  NODE_PART_UNWELL(
      Level.WARNING,
      "A part of the node is not well.",
      "Look at the detail, and at the lines of that part before this one."),
  NODE_SETTINGS_CHANGED(Level.INFO, "The configuration file has changed.", "Nothing."),
  NODE_SETTINGS_REFUSED(
      Level.ERROR,
      "The changed configuration file is not valid; the former settings stay in force.",
      "Mend the file."),
  NODE_SETTING_IN_FORCE(
      Level.WARNING, "A setting was changed and counts from now on.", "Nothing when it is meant."),
  NODE_SETTING_WAITS(
      Level.WARNING,
      "A setting was changed that counts from the next start on.",
      "Start the node again when it is to count."),
  NODE_SPANS_LOST(
      Level.WARNING,
      "The collector takes no spans; those of this time are lost.",
      "Look whether it runs, and at tracing.otlp-endpoint. Nothing else is harmed."),
  NODE_SPANS_SENT(Level.INFO, "The collector takes spans again.", "Nothing."),
  NODE_STOPPING(Level.INFO, "The node was told to stop and finishes its work.", "Nothing."),
  NODE_STOPPED(Level.INFO, "The node has finished everything and stops.", "Nothing."),
  NODE_STOPPED_UNDER_WAY(
      Level.WARNING,
      "Time was up before everything was finished.",
      "Give it more time: shutdown.drain-timeout."),
  NODE_STOP_OVERDUE(
      Level.ERROR,
      "The node does not end by itself and is ended.",
      "Report it with the lines before this one.");

  /** The key under which lines carry their event. */
  public static final String KEY = "error_code";

  private final Level level;
  private final String meaning;
  private final String action;

  LogEvent(Level level, String meaning, String action) {
    this.level = level;
    this.meaning = meaning;
    this.action = action;
  }

  /** The level of its lines. */
  public Level level() {
    return level;
  }

  /** What has happened, in a sentence or two. */
  public String meaning() {
    return meaning;
  }

  /** What an operator does about it. */
  public String action() {
    return action;
  }
}
