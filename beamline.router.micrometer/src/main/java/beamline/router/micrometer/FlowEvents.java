package beamline.router.micrometer;

import beamline.router.spi.FlowTelemetry;

/** What the events of all flows need: where they are written down, and the bounds of labels. */
interface FlowEvents extends FlowTelemetry {

  Ledger ledger();

  default String tenant(String id) {
    return ledger().labels().tenants().of(id);
  }

  default String subject(String subject) {
    return ledger().labels().subjects().of(subject);
  }

  default String consumer(String durable) {
    return ledger().labels().consumers().of(durable);
  }

  default String reason(String reason) {
    return ledger().labels().reasons().of(reason);
  }

  default String provider(String id) {
    return ledger().labels().providers().of(id);
  }
}
