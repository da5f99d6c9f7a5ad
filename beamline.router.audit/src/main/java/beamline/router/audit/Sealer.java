package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import java.util.Optional;

/** Seals records, one after another, into entries of a chain. Not safe for concurrent use. */
public final class Sealer {
  private final Macs macs;
  private final Timestamps timestamps = new Timestamps();
  private final Utf8 body = new Utf8();
  private final Utf8 message = new Utf8();
  private final Utf8 seal = new Utf8();
  private final int head;
  private final String keyId;
  private final ChainForm form;
  private final String chain;
  private long index;
  private String previousMac;

  /**
   * Goes on with a chain.
   *
   * @param last its newest entry; empty to begin it
   */
  public Sealer(KeyRing keys, ChainForm form, String chain, Optional<AuditEntry> last) {
    this.macs = new Macs(keys);
    this.keyId = keys.currentId();
    this.form = form;
    this.chain = chain;
    this.index = last.map(AuditEntry::index).orElse(0L);
    this.previousMac = last.map(AuditEntry::mac).orElse("");
    seal.append(previousMac);
    form.head(message, chain, keyId);
    this.head = message.length();
  }

  /** The next entry of the chain. */
  public AuditEntry seal(AuditRecord record) {
    body.clear();
    AuditBody.append(body, record, timestamps);
    long next = index + 1;
    form.append(message.cut(head), next, seal, body);
    macs.seal(keyId, message, seal);
    String mac = seal.toString();
    AuditEntry entry =
        new AuditEntry(chain, next, form.number(), keyId, previousMac, mac, body.toString());
    index = next;
    previousMac = mac;
    return entry;
  }
}
