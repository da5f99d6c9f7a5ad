package beamline.router.engine.policy;

import java.util.Map;

/** The same answer in every context. */
record ConstantCondition(boolean holds) implements Condition {

  @Override
  public boolean test(Map<String, Object> context) {
    return holds;
  }
}
