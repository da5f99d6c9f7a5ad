package beamline.router.api.admin;

/** What can be asked about a router (routing contract, 10.3). */
public enum AdminQuestion {
  /** How extensions do. */
  EXTENSION_HEALTH("get_extension_health", Permission.EXTENSION_READ),
  /** The states of the breakers. */
  CIRCUIT_BREAKER_STATES("get_circuit_breaker_states", Permission.METRICS_READ),
  /** How a request would be decided. */
  DRY_RUN("dry_run_pipeline", Permission.POLICY_READ),
  /** How much a policy asks of extensions. */
  COMPLEXITY("get_pipeline_complexity", Permission.POLICY_READ);

  private final String subject;
  private final Permission permission;

  AdminQuestion(String subject, Permission permission) {
    this.subject = subject;
    this.permission = permission;
  }

  /** How its subject ends. */
  public String subject() {
    return subject;
  }

  /** What is needed to ask it. */
  public Permission permission() {
    return permission;
  }
}
