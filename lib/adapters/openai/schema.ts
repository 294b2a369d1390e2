import { z } from 'zod';

/** Only what is used of the answers (OpenAI's API reference, chat completions), which vLLM, LiteLLM and Ollama speak as well. */
export const ModelList = z.object({ data: z.array(z.object({ id: z.string().min(1).max(350) })) });

const Trouble = z.union([z.object({ message: z.string().min(1) }), z.string().min(1)]);

export const Chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .catch([]),
  /** Comes with the last piece, where it was asked for. */
  usage: z.object({ prompt_tokens: z.int().nullish(), completion_tokens: z.int().nullish() }).nullish().catch(null),
  error: Trouble.nullish(),
});

export const ErrorBody = z.object({ error: Trouble });

export function wordsOf(trouble: z.infer<typeof Trouble>): string {
  return (typeof trouble === 'string' ? trouble : trouble.message).replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
