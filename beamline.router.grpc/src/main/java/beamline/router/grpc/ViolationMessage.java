package beamline.router.grpc;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.grpc.v1.Violation;

/** What was exceeded as messages. */
final class ViolationMessage {

  private ViolationMessage() {}

  static Violation of(QuotaViolation violation) {
    return Violation.newBuilder()
        .setTenantId(violation.tenantId())
        .setUserId(violation.userId().orElse(""))
        .setQuotaType(violation.type().label())
        .setLimit(violation.limit())
        .setCurrent(violation.current())
        .setResourceId(violation.resourceId())
        .setTimes(violation.times())
        .setTime(TimeMessage.of(violation.time()))
        .build();
  }
}
