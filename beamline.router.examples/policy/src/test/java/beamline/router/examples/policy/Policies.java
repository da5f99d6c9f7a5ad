package beamline.router.examples.policy;

/** Documents that the tests store. */
final class Policies {
  static final String ONE =
      "{'providers':[{'name':'openai','weight':70,'expected_cost':0.03},"
          + "{'name':'anthropic','weight':30,'expected_cost':0.02}]}";
  static final String TWO = ONE.replace("70", "50").replace("30,", "50,");
  static final String BROKEN = ONE.replace("70", "-70");

  private Policies() {}
}
