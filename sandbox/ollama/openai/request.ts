import { z } from 'zod';
import type { ChatRequest } from '../requests.ts';

const Format = z.object({
  type: z.string(),
  json_schema: z.object({ schema: z.unknown() }).nullish(),
});

/** What is read of a request (openai/openai.go, ChatCompletionRequest); other fields are left aside. */
export const CompletionRequest = z.object({
  model: z.string().nullish(),
  messages: z.array(z.object({ role: z.string().nullish(), content: z.string().nullish() })).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().nullish(),
  max_completion_tokens: z.int().nullish(),
  temperature: z.number().nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  response_format: Format.nullish(),
});
export type CompletionRequest = z.infer<typeof CompletionRequest>;

/** The same in Ollama's own words; without a temperature it is 1 here (openai/openai.go, FromChatRequest). */
export function toChatRequest(request: CompletionRequest): ChatRequest {
  const { model, messages, stop, seed, temperature, response_format: format } = request;
  const most = request.max_completion_tokens ?? request.max_tokens;
  return {
    model,
    messages,
    format:
      format?.type === 'json_schema' ? format.json_schema?.schema : format?.type === 'json_object' ? 'json' : null,
    options: {
      temperature: temperature ?? 1,
      ...(seed === null || seed === undefined ? {} : { seed }),
      ...(most === null || most === undefined ? {} : { num_predict: most }),
      ...(stop === null || stop === undefined ? {} : { stop: [stop].flat() }),
    },
  };
}
