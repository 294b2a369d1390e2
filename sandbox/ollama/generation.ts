import type { StoredModel } from './catalogue.ts';
import { type CompletionResult, type Piece, RunnerCrashError, runCompletion } from './completion.ts';
import { acquire, type OllamaContext } from './context.ts';
import { cutAtStop, fitIntoContext, promptText } from './prompt.ts';
import { ReplyError, readInteger } from './requests.ts';
import { type ResponderRequest, weaken } from './responder.ts';
import type { Runner } from './runner.ts';
import { UnsupportedSchemaError } from './schema/pattern.ts';
import { isNode } from './schema/walk-context.ts';
import { countTokens } from './tokens.ts';

export type Generation = {
  model: StoredModel;
  /** What the responder is asked; the options are the request's over the model's. */
  question: Omit<ResponderRequest, 'format'>;
  /** As it came. */
  format: unknown;
  isThinking: boolean;
  mayTruncate: boolean;
  keepAliveMs: number | undefined;
  /** Nothing is asked: the model is only loaded. */
  isLoadOnly: boolean;
};

export type GenerationResult = CompletionResult & {
  doneReason: 'stop' | 'length' | 'load';
  loadMs: number;
  totalMs: number;
};

const THINKING = "The sandbox's model does not think. Where a model reasons, its reasoning stands here.";

/**
 * From the request to the last token: waits for the model and for its turn, then writes. Throws ReplyError; what fails
 * after the first piece was written, too.
 */
export async function generate(
  context: OllamaContext,
  generation: Generation,
  signal: AbortSignal,
  write: (pieces: Piece[]) => void,
): Promise<GenerationResult> {
  const startedAt = context.clock.now();
  const { model, keepAliveMs, question } = generation;
  const lease = await acquire(context, { model, options: question.options, keepAliveMs, signal });
  try {
    const loadMs = context.clock.now() - startedAt;
    if (generation.isLoadOnly) {
      const nothing = { promptEvalCount: 0, promptEvalMs: 0, evalCount: 0, evalMs: 0, isLimited: false };
      return { ...nothing, doneReason: 'load', loadMs, totalMs: loadMs };
    }
    const result = await inTurn(context, lease.runner, generation, signal, write);
    const doneReason = result.isLimited ? 'length' : 'stop';
    return { ...result, doneReason, loadMs, totalMs: context.clock.now() - startedAt };
  } finally {
    lease.release();
  }
}

async function inTurn(
  context: OllamaContext,
  runner: Runner,
  generation: Generation,
  signal: AbortSignal,
  write: (pieces: Piece[]) => void,
): Promise<CompletionResult> {
  const free = await takeSlot(runner, signal);
  try {
    const { contextLength } = runner.options;
    const messages = fitIntoContext(generation.question.messages, contextLength, generation.mayTruncate);
    const question = { ...generation.question, messages, format: readFormat(generation.format) };
    const prompt = promptText(messages);
    const answer = weaken(
      cutAtStop(await ask(context, question), question.options.stop),
      question.format,
      context.weaknesses(),
    );
    const room = Math.max(1, contextLength - countTokens(prompt));
    const limit = readInteger(question.options, 'num_predict') ?? -1;
    const result = await runCompletion(
      context.clock,
      runner,
      {
        prompt,
        thinking: generation.isThinking ? THINKING : '',
        text: answer.isEndless ? `${answer.text}${'        '.repeat(limit > 0 ? limit : room)}` : answer.text,
        limit: limit > 0 ? limit : null,
        crashes: context.weaknesses().has('runner-crash'),
      },
      signal,
      write,
    );
    return { ...result, isLimited: result.isLimited || answer.isCut };
  } catch (error) {
    throw asReplyError(error, signal);
  } finally {
    free();
  }
}

async function takeSlot(runner: Runner, signal: AbortSignal): Promise<() => void> {
  try {
    return await runner.slots.take(signal);
  } catch (error) {
    throw asReplyError(error, signal);
  }
}

async function ask(context: OllamaContext, question: ResponderRequest): Promise<string> {
  try {
    return await context.responder()(question);
  } catch (error) {
    if (error instanceof UnsupportedSchemaError) {
      throw new ReplyError(500, `invalid JSON schema in format: ${error.message}`);
    }
    throw error;
  }
}

/** llm/server.go, Completion: what is neither "json" nor an object is refused. */
function readFormat(format: unknown): ResponderRequest['format'] {
  if (format === undefined || format === null || format === '') {
    return null;
  }
  if (format === 'json' || isNode(format)) {
    return format;
  }
  const shown = JSON.stringify(format);
  throw new ReplyError(500, `invalid format: ${shown}; expected "json" or a valid JSON Schema object`);
}

function asReplyError(error: unknown, signal: AbortSignal): ReplyError {
  if (error instanceof ReplyError) {
    return error;
  }
  if (signal.aborted) {
    return new ReplyError(499, 'request canceled');
  }
  const isCrash = error instanceof RunnerCrashError;
  return new ReplyError(500, isCrash || error instanceof Error ? error.message : String(error));
}
