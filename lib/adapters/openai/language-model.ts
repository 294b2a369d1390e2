import { sendForLines } from '#lib/adapters/_shared/send-for-lines.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Schema } from '#lib/domain/json-schema/schema.ts';
import type { LanguageModel, ModelAnswer, ModelQuestion, WritingProgress } from '#lib/ports/language-model.ts';
import { grammarSchema } from '../_shared/grammar-schema.ts';
import { addressOf, headersFor, listModels, type OpenAiConnection, parseJson, toRefusal } from './client.ts';
import { Chunk, wordsOf } from './schema.ts';

export type OpenAiWriterOptions = OpenAiConnection & {
  label: string;
  /** The longest time until the first word, and between two. */
  firstWithinMs: number;
  quietMs: number;
};

/** Has a server write that speaks OpenAI's chat completions: vLLM, LiteLLM, llama.cpp, an Ollama behind its `/v1`. */
export function createOpenAiWriter(options: OpenAiWriterOptions): LanguageModel {
  const { id, label } = options;
  return {
    id,
    label,
    models: (signal) => listModels(options, signal),
    write: (question, progress) => write(options, question, progress),
  };
}

async function write(
  connection: OpenAiWriterOptions,
  question: ModelQuestion,
  { signal, onText }: WritingProgress = {},
): Promise<ModelAnswer> {
  const asked = { provider: connection.id, operation: 'have a model write' };
  const answer: ModelAnswer = { text: '', isCut: false, questionTokens: null, answerTokens: null, loadMs: null };
  const pieces: string[] = [];
  let isOver = false;
  const take = (line: string) => {
    // Lines with other names, and comments that keep the line alive, carry nothing.
    const data = /^data:\s?(.*?)\r?$/s.exec(line)?.[1];
    if (data === undefined || data === '') {
      return;
    }
    if (data === '[DONE]') {
      isOver = true;
      return;
    }
    const chunk = Chunk.safeParse(parseJson(data));
    if (!chunk.success) {
      throw new ExternalError({
        ...asked,
        kind: 'invalid-response',
        message: 'it wrote an event that is no completion',
      });
    }
    const { error, choices, usage } = chunk.data;
    if (error !== undefined && error !== null) {
      throw new ExternalError({ ...asked, kind: 'unavailable', message: wordsOf(error) });
    }
    const piece = choices[0]?.delta?.content ?? '';
    if (piece !== '') {
      pieces.push(piece);
      onText?.(piece);
    }
    const reason = choices[0]?.finish_reason ?? null;
    isOver ||= reason !== null;
    answer.isCut ||= reason === 'length';
    answer.questionTokens = usage?.prompt_tokens ?? answer.questionTokens;
    answer.answerTokens = usage?.completion_tokens ?? answer.answerTokens;
  };
  const refusal = await sendForLines(
    {
      ...asked,
      url: addressOf(connection, '/chat/completions'),
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headersFor(connection) },
      body: JSON.stringify(bodyOf(question)),
      firstWithinMs: connection.firstWithinMs,
      quietMs: connection.quietMs,
      ...(signal === undefined ? {} : { signal }),
    },
    take,
  );
  if (refusal !== null) {
    throw toRefusal(asked, refusal);
  }
  if (!isOver) {
    throw new ExternalError({ ...asked, kind: 'unavailable', message: 'the connection ended before the answer did' });
  }
  return { ...answer, text: pieces.join('') };
}

/** `max_tokens` is the older name, which every server knows; how much context there is, is the server's to say. */
function bodyOf({ model, messages, schema, answerTokens, seed }: ModelQuestion): object {
  return {
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    seed,
    max_tokens: answerTokens,
    ...(schema === undefined ? {} : { response_format: formatOf(schema) }),
  };
}

function formatOf(schema: Schema): object {
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: grammarSchema(schema) } };
}
