package beamline.router.engine.question;

import java.util.Map;

/** One thing that can be asked. Safe for concurrent use; must not block. */
public interface Question {

  /**
   * The answer, as a tree to be written as JSON.
   *
   * @param body what was asked; empty when nothing was said
   * @throws AdminRefusal when there is no answer
   */
  Object answer(Map<String, Object> body) throws AdminRefusal;
}
