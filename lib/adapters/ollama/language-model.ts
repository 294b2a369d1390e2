import { sendForLines } from '#lib/adapters/_shared/send-for-lines.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createServerClock } from '#lib/domain/model/server-clock.ts';
import type { LanguageModel, ModelAnswer, ModelQuestion, WritingProgress } from '#lib/ports/language-model.ts';
import { grammarSchema } from '../_shared/grammar-schema.ts';
import { addressOf, ask, type OllamaConnection, parseJson, toRefusal } from './client.ts';
import { toState } from './mapper.ts';
import type { OllamaOptions } from './provider.ts';
import { ChatLine, ModelsBody } from './schema.ts';

export type OllamaWriterOptions = OllamaOptions & {
  /** The longest time until the first word: a model may have to be loaded, and others may be before. */
  firstWithinMs: number;
  /** The longest time between two words. */
  quietMs: number;
};

/** Has an Ollama write. It knows no way to pull, create or delete a model; asking for one loads it, as any question does. */
export function createOllamaWriter(options: OllamaWriterOptions): LanguageModel {
  const { id, label, url, timeoutMs } = options;
  const connection: OllamaConnection = { id, url, timeoutMs, clock: createServerClock() };
  return {
    id,
    label,
    async models(signal) {
      const question = { path: '/api/tags', operation: 'list installed models', shape: ModelsBody, signal };
      const { models } = await ask(connection, question);
      const { installed } = toState('', { loaded: [], installed: models ?? [] });
      // What runs elsewhere would carry the question out of the house.
      return installed
        .filter(({ remoteHost }) => remoteHost === undefined)
        .map(({ name, digest }) => ({ name, digest }));
    },
    write: (question, progress) => write(connection, options, question, progress),
  };
}

async function write(
  connection: OllamaConnection,
  { firstWithinMs, quietMs }: OllamaWriterOptions,
  question: ModelQuestion,
  { signal, onText }: WritingProgress = {},
): Promise<ModelAnswer> {
  const asked = { provider: connection.id, operation: 'have a model write' };
  const pieces: string[] = [];
  let last: ChatLine | null = null;
  const take = (text: string) => {
    const line = ChatLine.safeParse(parseJson(text));
    if (!line.success) {
      throw new ExternalError({ ...asked, kind: 'invalid-response', message: 'it wrote a line that is not Ollama’s' });
    }
    const { error, message, done } = line.data;
    // The status has gone out before anything could go wrong (docs/api/errors.mdx).
    if (error !== undefined) {
      throw new ExternalError({ ...asked, kind: 'unavailable', message: error });
    }
    const piece = message?.content ?? '';
    if (piece !== '') {
      pieces.push(piece);
      onText?.(piece);
    }
    last = done ? line.data : last;
  };
  const refusal = await sendForLines(
    {
      ...asked,
      url: addressOf(connection, '/api/chat'),
      method: 'POST',
      headers: { accept: 'application/x-ndjson', 'content-type': 'application/json' },
      body: JSON.stringify(bodyOf(question)),
      firstWithinMs,
      quietMs,
      ...(signal === undefined ? {} : { signal }),
    },
    take,
  );
  if (refusal !== null) {
    throw toRefusal(asked, refusal);
  }
  return toAnswer(asked, pieces.join(''), last);
}

/** What is too long is refused and not cut at its beginning, where the rules stand; reasoning would cost time and tell nothing. */
function bodyOf({ model, messages, schema, contextTokens, answerTokens, seed }: ModelQuestion): object {
  return {
    model,
    messages,
    stream: true,
    think: false,
    truncate: false,
    ...(schema === undefined ? {} : { format: grammarSchema(schema) }),
    options: { temperature: 0, seed, num_ctx: contextTokens, num_predict: answerTokens },
  };
}

function toAnswer(asked: { provider: string; operation: string }, text: string, last: ChatLine | null): ModelAnswer {
  if (last === null) {
    throw new ExternalError({ ...asked, kind: 'unavailable', message: 'the connection ended before the answer did' });
  }
  return {
    text,
    isCut: last.done_reason === 'length',
    questionTokens: last.prompt_eval_count ?? null,
    answerTokens: last.eval_count ?? null,
    loadMs: last.load_duration === undefined || last.load_duration === null ? null : last.load_duration / 1e6,
  };
}
