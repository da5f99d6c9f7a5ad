package beamline.router.nats;

/** Components for hosts that bring their own connection. */
public final class NatsComponents {

  private NatsComponents() {}
}
