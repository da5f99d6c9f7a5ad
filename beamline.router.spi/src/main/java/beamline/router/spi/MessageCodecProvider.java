package beamline.router.spi;

/** Creates a {@link MessageCodec}. Configuration kind: {@code message-codec}. */
public interface MessageCodecProvider extends ComponentProvider<MessageCodec> {}
