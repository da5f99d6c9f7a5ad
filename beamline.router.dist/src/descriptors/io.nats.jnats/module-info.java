/** The NATS client, whose jar only has a name for its module. Without BouncyCastle: the router signs with the JDK. */
module io.nats.jnats {
  requires static transitive org.jspecify;
  requires java.logging;

  exports io.nats.client;
  exports io.nats.client.api;
  exports io.nats.client.impl;
  exports io.nats.client.support;
  exports io.nats.service;
}
