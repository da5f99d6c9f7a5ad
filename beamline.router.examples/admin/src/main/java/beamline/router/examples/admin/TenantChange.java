package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.Tenant;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is to be different in the settings of a tenant. Options are called as the fields are. */
final class TenantChange {
  /** What is one word or one number. */
  static final List<FieldDescriptor> FIELDS =
      Tenant.getDescriptor().getFields().stream()
          .filter(FieldDescriptor::hasPresence)
          .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
          .toList();

  private static final String USER = "user=";

  private final Map<FieldDescriptor, Object> set = new TreeMap<>();
  private final Map<String, Long> users = new TreeMap<>();
  private final List<FieldDescriptor> cleared = new ArrayList<>();
  private final List<String> clearedUsers = new ArrayList<>();

  private TenantChange() {}

  static AdminCommand options(AdminCommand command) {
    AdminCommand all = command;
    for (FieldDescriptor field : FIELDS) {
      String option = "--" + name(field);
      all =
          switch (field.getJavaType()) {
            case INT -> all.option(option + " N", "1 or more");
            case LONG -> all.option(option + " N", "0 for no limit");
            default -> all.option(option + " T", "basic, premium or enterprise");
          };
    }
    return all.list("--user USER=N", "requests per minute of a user, 0 for no limit")
        .list("--clear NAME", "what is as configured again: an option above, or user=USER");
  }

  /** The name of a field, for people. */
  static String name(FieldDescriptor field) {
    return field.getName().replace('_', '-');
  }

  static TenantChange of(Arguments arguments) throws UsageException {
    TenantChange change = new TenantChange();
    for (FieldDescriptor field : FIELDS) {
      String option = "--" + name(field);
      if (arguments.has(option)) {
        change.set.put(field, change.value(field, option, arguments));
      }
    }
    for (String user : arguments.all("--user")) {
      int equals = user.lastIndexOf('=');
      if (equals < 1) {
        throw new UsageException("--user is '" + user + "', must be USER=N");
      }
      change.users.put(
          user.substring(0, equals), Arguments.number("--user", user.substring(equals + 1)));
    }
    for (String name : arguments.all("--clear")) {
      change.clear(name);
    }
    if (change.set.isEmpty()
        && change.users.isEmpty()
        && change.cleared.isEmpty()
        && change.clearedUsers.isEmpty()) {
      throw new UsageException("set-tenant is not told what to set; --help says how");
    }
    change.check();
    return change;
  }

  private void check() throws UsageException {
    for (FieldDescriptor field : cleared) {
      if (set.containsKey(field)) {
        throw contradiction("--" + name(field), name(field));
      }
    }
    for (String user : clearedUsers) {
      if (users.containsKey(user)) {
        throw contradiction("--user " + user + "=" + users.get(user), USER + user);
      }
    }
  }

  private static UsageException contradiction(String option, String name) {
    return new UsageException(
        option + " sets what --clear " + name + " removes, must be one of them");
  }

  private Object value(FieldDescriptor field, String option, Arguments arguments)
      throws UsageException {
    return switch (field.getJavaType()) {
      case INT -> arguments.count(option).orElseThrow();
      case LONG -> arguments.number(option).orElseThrow();
      default -> arguments.value(option).orElseThrow();
    };
  }

  private void clear(String name) throws UsageException {
    if (name.startsWith(USER)) {
      clearedUsers.add(name.substring(USER.length()));
      return;
    }
    cleared.add(
        FIELDS.stream()
            .filter(field -> name(field).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--clear is '"
                            + name
                            + "', must be one of "
                            + String.join(", ", FIELDS.stream().map(TenantChange::name).toList())
                            + ", user=USER")));
  }

  void apply(Tenant.Builder tenant) {
    cleared.forEach(tenant::clearField);
    clearedUsers.forEach(tenant::removeRequestsPerMinuteByUser);
    set.forEach(tenant::setField);
    tenant.putAllRequestsPerMinuteByUser(users);
  }
}
