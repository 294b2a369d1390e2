import type { ServerResponse } from 'node:http';
import { type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { answerStream, answerWhole, JSON_TYPE, type Wrapping } from './answer-writer.ts';
import type { StoredModel } from './catalogue.ts';
import { demand, findModel, mergedOptions, type OllamaContext, readKeepAlive } from './context.ts';
import { type Generation, generate } from './generation.ts';
import { goTimestamp } from './go-duration.ts';
import { ChatRequest, GenerateRequest, parseRequest, ReplyError, readThink } from './requests.ts';
import type { ChatMessage } from './responder.ts';
import { tokenize } from './tokens.ts';

/** `/api/chat` and `/api/generate` (server/routes.go, ChatHandler and GenerateHandler). */
export function generationRoutes(context: OllamaContext): Route[] {
  return [
    route('POST', '/api/chat', (exchange) => chat(context, exchange)),
    route('POST', '/api/generate', (exchange) => complete(context, exchange)),
  ];
}

async function chat(context: OllamaContext, exchange: RequestContext): Promise<Reply | undefined> {
  const request = parseRequest('ChatRequest', ChatRequest, await exchange.readBody());
  const { model, generation } = readChat(context, request);
  const content = (text: string, thinking: string | null) => ({
    message: { role: 'assistant', content: text, ...(thinking === null ? {} : { thinking }) },
  });
  const name = request.model ?? '';
  const wrapping: Wrapping = { model: name, now: context.clock.now, content, ending: () => ({}) };
  return generation === null
    ? unload(context, model, wrapping)
    : respond(context, exchange.response, generation, wrapping, request.stream);
}

/** What a chat asks for; no generation where it only asks that the model be unloaded. Throws ReplyError. */
export function readChat(
  context: OllamaContext,
  request: ChatRequest,
): { model: StoredModel; generation: Generation | null } {
  const name = request.model ?? '';
  if (name === '') {
    throw new ReplyError(400, 'model is required');
  }
  const model = findModel(context, name);
  const asked = (request.messages ?? []).map(({ role, content: text }) => ({
    role: (role ?? '').toLowerCase(),
    content: text ?? '',
  }));
  if (isUnload(request, asked.length === 0)) {
    return { model, generation: null };
  }
  const messages = asked.length === 0 || asked[0]?.role === 'system' ? asked : [...systemOf(model), ...asked];
  demandCompletion(model, name, 'chat');
  if ((request.tools ?? []).length > 0) {
    demand(model, 'tools');
  }
  const isLoadOnly = asked.length === 0;
  return { model, generation: generationOf(model, request, { endpoint: 'chat', messages, isLoadOnly }) };
}

async function complete(context: OllamaContext, exchange: RequestContext): Promise<Reply | undefined> {
  const request = parseRequest('GenerateRequest', GenerateRequest, await exchange.readBody());
  const name = request.model ?? '';
  if (name === '') {
    throw new ReplyError(404, "model '' not found");
  }
  const model = findModel(context, name);
  const prompt = request.prompt ?? '';
  const wrapping: Wrapping = {
    model: name,
    now: context.clock.now,
    content: (text, thinking) => ({ response: text, ...(thinking === null ? {} : { thinking }) }),
    ending: (text) => (request.raw === true ? {} : { context: tokenIds(prompt + text) }),
  };
  if (isUnload(request, prompt === '')) {
    return unload(context, model, wrapping);
  }
  if (request.raw === true && (request.template || request.system || (request.context ?? []).length > 0)) {
    throw new ReplyError(400, 'raw mode does not support template, system, or context');
  }
  demandCompletion(model, name, 'generate');
  if (request.suffix) {
    demand(model, 'insert');
  }
  const system = request.system ? [{ role: 'system', content: request.system }] : systemOf(model);
  const messages = [...(request.raw === true ? [] : system), { role: 'user', content: prompt }];
  const generation = generationOf(model, request, { endpoint: 'generate', messages, isLoadOnly: prompt === '' });
  return respond(context, exchange.response, generation, wrapping, request.stream);
}

type Asked = { endpoint: 'chat' | 'generate'; messages: readonly ChatMessage[]; isLoadOnly: boolean };

function generationOf(model: StoredModel, request: ChatRequest | GenerateRequest, asked: Asked): Generation {
  const name = request.model ?? '';
  if (Math.abs((request.top_logprobs ?? 0) - 10) > 10) {
    throw new ReplyError(400, 'top_logprobs must be between 0 and 20');
  }
  const think = readThink(request.think);
  const canThink = model.capabilities.includes('thinking');
  if (think === true && !canThink) {
    throw new ReplyError(400, `${JSON.stringify(name)} does not support thinking`);
  }
  return {
    model,
    question: {
      endpoint: asked.endpoint,
      model: name,
      messages: asked.messages,
      options: mergedOptions(model, request.options),
    },
    format: request.format,
    // Thinking is on unless it is turned off, which gpt-oss does not let anybody do.
    isThinking: canThink && (think !== false || model.family === 'gptoss'),
    mayTruncate: request.truncate !== false,
    keepAliveMs: readKeepAlive(request.keep_alive),
    isLoadOnly: asked.isLoadOnly,
  };
}

function systemOf(model: StoredModel): ChatMessage[] {
  return model.system === undefined ? [] : [{ role: 'system', content: model.system }];
}

function demandCompletion(model: StoredModel, name: string, verb: 'chat' | 'generate'): void {
  if (!model.capabilities.includes('completion')) {
    throw new ReplyError(400, `${JSON.stringify(name)} does not support ${verb}`);
  }
}

/** Nothing asked and nothing to be kept. */
function isUnload(request: Pick<ChatRequest, 'keep_alive'>, isEmpty: boolean): boolean {
  return isEmpty && readKeepAlive(request.keep_alive) === 0;
}

/** The model goes as soon as nobody uses it, and the answer does not wait. */
function unload(context: OllamaContext, stored: StoredModel, { model, now, content }: Wrapping): Reply {
  context.scheduler.expire(stored);
  const body = { model, created_at: goTimestamp(now()), ...content('', null), done: true, done_reason: 'unload' };
  return { headers: { 'content-type': JSON_TYPE }, body };
}

async function respond(
  context: OllamaContext,
  response: ServerResponse,
  generation: Generation,
  wrapping: Wrapping,
  stream: boolean | null | undefined,
): Promise<Reply | undefined> {
  const signal = signalOfClient(response);
  // The server answers a load in one piece even where a stream was asked for.
  const isWhole = stream === false || generation.isLoadOnly;
  return isWhole
    ? answerWhole(wrapping, (write) => generate(context, generation, signal, write))
    : answerStream(response, wrapping, (write) => generate(context, generation, signal, write));
}

/** Aborted when the client goes away before it has its answer. */
export function signalOfClient(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) {
      gone.abort(new Error('the client went away'));
    }
  });
  return gone.signal;
}

/** Numbers for tokens, the same for the same text. */
function tokenIds(text: string): number[] {
  return tokenize(text).map((token) =>
    [...token].reduce((sum, part) => (sum * 31 + (part.codePointAt(0) ?? 0)) % 128_000, 7),
  );
}
