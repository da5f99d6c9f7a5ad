package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;

/** Whether entries are what was sealed for a chain. Not safe for concurrent use. */
final class Seals {
  private final String chain;
  private final Macs macs;

  Seals(String chain, Macs macs) {
    this.chain = chain;
    this.macs = macs;
  }

  boolean hasKey(AuditEntry entry) {
    return macs.has(entry.keyId());
  }

  boolean isSealed(AuditEntry entry) {
    if (!entry.chain().equals(chain) || !hasKey(entry)) {
      return false;
    }
    try {
      byte[] message =
          ChainForm.of(entry.form())
              .message(
                  entry.chain(), entry.index(), entry.keyId(), entry.previousMac(), entry.body());
      return macs.verifies(entry.keyId(), message, entry.mac());
    } catch (IllegalArgumentException e) {
      // a text that is no record cannot have been sealed
      return false;
    }
  }
}
