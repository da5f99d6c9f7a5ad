/** Micrometer's registries and meters, and the binders for what the JDK brings. */
module micrometer.core {
  requires static transitive org.jspecify;
  requires transitive micrometer.commons;
  requires transitive micrometer.observation;
  requires HdrHistogram;
  requires java.logging;
  requires java.management;
  // For binders that a host may use or not: it adds the module that its binder needs.
  requires static com.github.benmanes.caffeine;
  requires static java.desktop;
  requires static java.sql;
  requires static jdk.management;
  requires static org.slf4j;

  exports io.micrometer.core.annotation;
  exports io.micrometer.core.instrument;
  exports io.micrometer.core.instrument.binder;
  exports io.micrometer.core.instrument.binder.cache;
  exports io.micrometer.core.instrument.binder.db;
  exports io.micrometer.core.instrument.binder.http;
  exports io.micrometer.core.instrument.binder.jvm;
  exports io.micrometer.core.instrument.binder.logging;
  exports io.micrometer.core.instrument.binder.system;
  exports io.micrometer.core.instrument.composite;
  exports io.micrometer.core.instrument.config;
  exports io.micrometer.core.instrument.config.validate;
  exports io.micrometer.core.instrument.cumulative;
  exports io.micrometer.core.instrument.distribution;
  exports io.micrometer.core.instrument.distribution.pause;
  exports io.micrometer.core.instrument.docs;
  exports io.micrometer.core.instrument.dropwizard;
  // Registries in jars of their own use it.
  exports io.micrometer.core.instrument.internal;
  exports io.micrometer.core.instrument.logging;
  exports io.micrometer.core.instrument.noop;
  exports io.micrometer.core.instrument.observation;
  exports io.micrometer.core.instrument.push;
  exports io.micrometer.core.instrument.search;
  exports io.micrometer.core.instrument.simple;
  exports io.micrometer.core.instrument.step;
  exports io.micrometer.core.instrument.util;
  exports io.micrometer.core.ipc.http;
}
