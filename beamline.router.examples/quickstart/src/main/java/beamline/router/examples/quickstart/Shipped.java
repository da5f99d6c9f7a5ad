package beamline.router.examples.quickstart;

import beamline.router.api.RouterEngine;
import beamline.router.api.admin.TenantList;
import beamline.router.api.policy.PolicyDocument;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The policies and requests that travel inside the module, so that they are there in any image. */
final class Shipped {

  /** Everybody with a policy but {@code umbrella}: its requests show what a refused tenant gets. */
  static final TenantList SERVED_TENANTS = TenantList.only("acme", "default", "globex", "initech");

  private Shipped() {}

  static InputStream requests() throws IOException {
    return open("requests.jsonl");
  }

  /** Stores the shipped policies in the router and lets the served tenants in. */
  static void install(RouterEngine router) throws IOException {
    try (BufferedReader index =
        new BufferedReader(new InputStreamReader(open("policies/index"), StandardCharsets.UTF_8))) {
      for (String line = index.readLine(); line != null; line = index.readLine()) {
        String[] ids = line.replace("%3A", ":").split("/", 2);
        router.policies().put(PolicyDocument.of(ids[0], ids[1], policy(line)));
      }
    }
    router.controls().intakeTenants(SERVED_TENANTS);
  }

  private static String policy(String name) throws IOException {
    try (InputStream in = open("policies/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Shipped.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is missing from the module");
    }
    return in;
  }
}
