package beamline.router.engine.flow;

import beamline.router.api.ErrorTable;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.wire.IntakeRules;
import beamline.router.spi.MessageCodec;
import java.util.List;
import java.util.function.Supplier;

/**
 * What decides, for the flows that ask it.
 *
 * @param decider the pipeline of a decision
 * @param catalogue the policies in force
 * @param rules what a request must look like
 * @param codecs for other content types than JSON
 * @param errors how errors look
 */
public record DecideParts(
    Decider decider,
    PolicyCatalogue catalogue,
    IntakeRules rules,
    List<MessageCodec> codecs,
    Supplier<ErrorTable> errors) {

  public DecideParts {
    codecs = List.copyOf(codecs);
  }
}
