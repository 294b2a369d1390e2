import { type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { JSON_TYPE } from './answer-writer.ts';
import { acquire, findModel, mergedOptions, type OllamaContext, readKeepAlive } from './context.ts';
import { embed } from './embedding.ts';
import { signalOfClient } from './generation-routes.ts';
import { tokenMs } from './memory.ts';
import { EmbedRequest, parseRequest, ReplyError } from './requests.ts';
import { sandboxSleep } from './sandbox-sleep.ts';
import { tokenize } from './tokens.ts';

/** `/api/embed` (server/routes.go, EmbedHandler). */
export function embedRoutes(context: OllamaContext): Route[] {
  return [route('POST', '/api/embed', (exchange) => answerEmbed(context, exchange))];
}

async function answerEmbed(context: OllamaContext, exchange: RequestContext): Promise<Reply> {
  const { clock } = context;
  const startedAt = clock.now();
  const request = parseRequest('EmbedRequest', EmbedRequest, await exchange.readBody());
  const name = request.model ?? '';
  if (name === '') {
    throw new ReplyError(404, "model '' not found");
  }
  const input = readInput(request.input);
  const model = findModel(context, name);
  const signal = signalOfClient(exchange.response);
  const options = mergedOptions(model, request.options);
  const keepAliveMs = readKeepAlive(request.keep_alive);
  const lease = await acquire(context, { model, options, keepAliveMs, signal });
  try {
    const loadMs = clock.now() - startedAt;
    const headers = { 'content-type': JSON_TYPE };
    if (input.length === 0) {
      return { headers, body: { model: name, embeddings: [] } };
    }
    const texts = input.map((text) => shorten(text, lease.runner.options.contextLength, request.truncate !== false));
    const tokens = texts.reduce((sum, text) => sum + text.tokens, 0);
    await sandboxSleep(clock, (tokens * tokenMs(lease.runner.placement)) / 25, signal);
    const { embeddingLength } = model.architecture;
    const body = {
      model: name,
      embeddings: texts.map(({ text }) => embed(text, embeddingLength, request.dimensions ?? null)),
      total_duration: Math.max(1, (clock.now() - startedAt) * 1e6),
      load_duration: Math.max(1, loadMs * 1e6),
      prompt_eval_count: tokens,
    };
    return { headers, body };
  } finally {
    lease.release();
  }
}

/** One text or several; an empty text is none. Throws ReplyError 400 for anything else. */
function readInput(input: unknown): string[] {
  if (input === undefined || input === null || input === '') {
    return [];
  }
  const texts = Array.isArray(input) ? input : [input];
  if (!texts.every((text) => typeof text === 'string')) {
    throw new ReplyError(400, 'invalid input type');
  }
  return texts;
}

function shorten(text: string, contextLength: number, mayTruncate: boolean): { text: string; tokens: number } {
  const tokens = tokenize(text);
  if (tokens.length <= contextLength) {
    return { text, tokens: tokens.length };
  }
  if (!mayTruncate) {
    throw new ReplyError(400, 'the input length exceeds the context length');
  }
  return { text: tokens.slice(0, contextLength).join(''), tokens: contextLength };
}
