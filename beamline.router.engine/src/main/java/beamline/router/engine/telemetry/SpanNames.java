package beamline.router.engine.telemetry;

/** The spans of a router, as the routing contract names them (9.2). */
public final class SpanNames {
  /** A decide request of the bus, from its arrival to its reply. */
  public static final String PROCESS_DECIDE = "beamline.router.process.decide";

  /** A decision. */
  public static final String ROUTE = "beamline.router.route";

  /** A decision under its policy: extensions, limits, the choice. */
  public static final String APPLY_POLICY = "beamline.router.policy.apply";

  /** The choice of a provider. */
  public static final String SELECT_PROVIDER = "beamline.router.provider.select";

  /** A call of an extension, with its retries. */
  public static final String CALL_EXTENSION = "router.extension.call";

  /** An assignment, from the first attempt to publish it until a stream has stored it. */
  public static final String PUBLISH_ASSIGNMENT = "beamline.router.publish.assignment";

  /** A result, from its delivery to its acknowledgement. */
  public static final String PROCESS_RESULT = "beamline.router.process.result";

  /** An acknowledgement of a worker. */
  public static final String PROCESS_ACK = "beamline.router.process.ack";

  /** A usage event, until a stream has stored it. */
  public static final String EMIT_USAGE = "beamline.router.emit.usage";

  private SpanNames() {}

  /** A remote call that decides, by its protocol. */
  static String decideOver(String protocol) {
    return "beamline.router." + protocol + ".decide";
  }
}
