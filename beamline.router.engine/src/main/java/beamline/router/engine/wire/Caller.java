package beamline.router.engine.wire;

import beamline.router.spi.MessageCodec;
import java.util.Map;

/**
 * Whom a reply goes to.
 *
 * @param codec reads and writes as the caller does
 * @param headers the headers of the request
 * @param ids what the reply repeats, as far as it could be found
 */
public record Caller(MessageCodec codec, Map<String, String> headers, RequestIds ids) {}
