package io.opentelemetry.common;

import java.util.ServiceLoader;

/**
 * Looks up services that are declared in modules which require this one. A descriptor cannot say
 * that it uses those, so it is said when they are looked up.
 */
final class ServiceLoaderComponentLoader implements ComponentLoader {
  private final ClassLoader classLoader;

  ServiceLoaderComponentLoader(ClassLoader classLoader) {
    this.classLoader = classLoader;
  }

  @Override
  public <T> Iterable<T> load(Class<T> service) {
    ServiceLoaderComponentLoader.class.getModule().addUses(service);
    return ServiceLoader.load(service, classLoader);
  }

  @Override
  public String toString() {
    return "ServiceLoaderComponentLoader{classLoader=" + classLoader + "}";
  }
}
