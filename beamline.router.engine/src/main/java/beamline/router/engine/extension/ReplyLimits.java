package beamline.router.engine.extension;

import beamline.router.engine.extension.call.CallLimits;
import beamline.router.engine.json.Printable;
import beamline.router.spi.Extension;

/**
 * How much an extension may answer.
 *
 * @param payloadBytes of the message that it answers, as JSON
 * @param metadataBytes of the context or the details that it answers, as JSON
 */
record ReplyLimits(int payloadBytes, int metadataBytes) {
  static ReplyLimits of(CallLimits limits) {
    return new ReplyLimits(limits.maxPayloadBytes(), limits.maxMetadataBytes());
  }

  /**
   * A copy of a reply that its author can no longer change.
   *
   * @throws InvalidReplyException when it is no JSON, or too large
   */
  Extension.Reply copy(Extension.Reply reply) {
    if (reply instanceof Extension.Reply.Refuse refuse) {
      return new Extension.Reply.Refuse(
          Printable.of(refuse.reason(), CallLimits.LONGEST_REASON),
          PlainTree.copy("details", refuse.details(), metadataBytes));
    }
    Extension.Reply.Proceed proceed = (Extension.Reply.Proceed) reply;
    return new Extension.Reply.Proceed(
        PlainTree.copy("payload", proceed.payload(), payloadBytes),
        PlainTree.copy("metadata", proceed.context(), metadataBytes));
  }
}
