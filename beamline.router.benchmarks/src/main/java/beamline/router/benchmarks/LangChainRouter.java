package beamline.router.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.router.LowestTokenUsageRoutingStrategy;
import dev.langchain4j.model.router.ModelRouter;

/**
 * The nearest that LangChain4j has: its community's router of chat models, here over three models
 * that answer at once with a prepared response, by the lowest token usage so far. (Its other
 * routers choose document retrievers and ask a language model.)
 */
final class LangChainRouter {
  private final ModelRouter router =
      ModelRouter.builder()
          .addRoutes(new Ready("openai"), new Ready("anthropic"), new Ready("local"))
          .routingStrategy(new LowestTokenUsageRoutingStrategy())
          .build();
  private final ChatRequest request =
      ChatRequest.builder().messages(UserMessage.from("hello")).build();

  Object decide() {
    return router.chat(request);
  }

  private static final class Ready implements ChatModel {
    private final ChatResponse response;

    Ready(String name) {
      response =
          ChatResponse.builder()
              .aiMessage(AiMessage.from(name))
              .tokenUsage(new TokenUsage(0, 0))
              .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return response;
    }
  }
}
