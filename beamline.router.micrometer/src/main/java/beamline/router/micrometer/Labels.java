package beamline.router.micrometer;

import java.util.Set;

/**
 * The values that labels have so far. What peers can make up is bounded apart from what our own
 * code says, so that they cannot crowd it out.
 */
record Labels(
    LabelValues tenants,
    LabelValues policies,
    LabelValues providers,
    LabelValues extensions,
    LabelValues versions,
    LabelValues instances,
    LabelValues methods,
    LabelValues subjects,
    LabelValues busSubjects,
    LabelValues jobTypes,
    LabelValues consumers,
    LabelValues reasons,
    LabelValues ofWorkers) {
  private static final int SOME = 50;
  private static final int MANY = 200;
  private static final int OF_WORKERS = 20;

  Labels(Set<String> tenants, int maxPolicies, int maxProviders, int maxExtensions) {
    this(
        LabelValues.only(tenants),
        new LabelValues(maxPolicies),
        new LabelValues(maxProviders),
        new LabelValues(maxExtensions),
        new LabelValues(MANY),
        new LabelValues(MANY),
        new LabelValues(MANY),
        new LabelValues(SOME),
        new LabelValues(SOME),
        new LabelValues(SOME),
        new LabelValues(SOME),
        new LabelValues(MANY),
        new LabelValues(OF_WORKERS));
  }
}
