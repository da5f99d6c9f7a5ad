package beamline.router.examples.command;

/** How a command ends. What a one means is up to the program. */
public final class ExitStatus {
  /** It was done. */
  public static final int OK = 0;

  /** It was done, and the answer is no. */
  public static final int NO = 1;

  /** It was asked for something that cannot be done. */
  public static final int UNUSABLE = 2;

  /** Whoever was asked does not answer. */
  public static final int DOWN = 3;

  private ExitStatus() {}
}
