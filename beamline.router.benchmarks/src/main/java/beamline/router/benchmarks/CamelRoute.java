package beamline.router.benchmarks;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A weighted choice as a host would have it from Camel: a route with the weighted load balancer,
 * called in the host's own thread. The chosen endpoint answers with its name.
 */
final class CamelRoute implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ProducerTemplate template;

  CamelRoute() {
    try {
      start();
    } catch (Exception e) { // declared by Camel
      throw new IllegalStateException("Camel does not start", e);
    }
    template = context.createProducerTemplate();
    template.setDefaultEndpointUri("direct:decide");
  }

  private void start() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:decide")
                .loadBalance()
                .weighted(false, "50,30,20")
                .to("direct:openai", "direct:anthropic", "direct:local")
                .end();
            for (String provider : new String[] {"openai", "anthropic", "local"}) {
              from("direct:" + provider)
                  .process(exchange -> exchange.getMessage().setBody(provider));
            }
          }
        });
    context.start();
  }

  @Nullable Object decide(String session) {
    return template.requestBody(session);
  }

  @Override
  public void close() {
    context.stop();
  }
}
