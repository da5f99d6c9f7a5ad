package beamline.router.engine.budget;

import org.jspecify.annotations.Nullable;

/**
 * What a decision reserved. Ends once: whoever takes it out of {@link Reservations} ends it.
 *
 * @param id what the decision carries
 * @param tenantId whose decision it was
 * @param tenant the window of the tenant's budget; null when it has none
 * @param provider that of the provider's; null when it has none
 */
record Reservation(
    ReservationId id, String tenantId, @Nullable Window tenant, @Nullable Window provider) {

  void settle(long cost) {
    if (tenant != null) {
      tenant.settle(id.micros(), cost);
    }
    if (provider != null) {
      provider.settle(id.micros(), cost);
    }
  }

  void release() {
    if (tenant != null) {
      tenant.release(id.micros());
    }
    if (provider != null) {
      provider.release(id.micros());
    }
  }
}
