import type { ServerResponse } from 'node:http';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { JSON_TYPE } from '../answer-writer.ts';
import type { Piece } from '../completion.ts';
import type { OllamaContext } from '../context.ts';
import { type GenerationResult, generate } from '../generation.ts';
import { readChat, signalOfClient } from '../generation-routes.ts';
import { parseRequest, ReplyError } from '../requests.ts';
import { CompletionRequest, toChatRequest } from './request.ts';

/** `/v1/chat/completions` (middleware/openai.go): the same models behind another door. */
export function completionRoutes(context: OllamaContext): Route[] {
  return [route('POST', '/v1/chat/completions', (exchange) => complete(context, exchange).catch(toOpenAiReply))];
}

async function complete(context: OllamaContext, exchange: RequestContext): Promise<Reply | undefined> {
  const request = parseRequest('ChatCompletionRequest', CompletionRequest, await exchange.readBody());
  if ((request.messages ?? []).length === 0) {
    throw new ReplyError(400, "[] is too short - 'messages'");
  }
  const { generation } = readChat(context, toChatRequest(request));
  if (generation === null) {
    throw new ReplyError(400, 'nothing is asked');
  }
  const { response } = exchange;
  const writing: Writing = {
    heading: (object) => ({
      id: `chatcmpl-${context.clock.now() % 1000}`,
      object,
      created: Math.floor(context.clock.now() / 1000),
      model: request.model ?? '',
      system_fingerprint: 'fp_ollama',
    }),
    run: (write) => generate(context, generation, signalOfClient(response), write),
    withUsage: request.stream_options?.include_usage === true,
  };
  return request.stream === true ? stream(response, writing) : whole(writing);
}

type Writing = {
  heading(object: string): Record<string, unknown>;
  run(write: (pieces: Piece[]) => void): Promise<GenerationResult>;
  withUsage: boolean;
};

async function whole({ heading, run }: Writing): Promise<Reply> {
  let text = '';
  const result = await run((pieces) => {
    text += textOf(pieces);
  });
  const message = { role: 'assistant', content: text };
  const choices = [{ index: 0, message, finish_reason: result.doneReason }];
  return {
    headers: { 'content-type': JSON_TYPE },
    body: { ...heading('chat.completion'), choices, usage: usageOf(result) },
  };
}

/** Each event on its own, then `[DONE]`. What goes wrong after the first one ends the stream without it. */
async function stream(response: ServerResponse, { heading, run, withUsage }: Writing): Promise<undefined> {
  const event = (body: unknown) => `data: ${typeof body === 'string' ? body : JSON.stringify(body)}\n\n`;
  const chunk = (delta: object, finishReason: string | null) => {
    const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finishReason }];
    return event({ ...heading('chat.completion.chunk'), choices });
  };
  const start = () => {
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
    }
  };
  try {
    const result = await run((pieces) => {
      start();
      response.write(
        pieces
          .filter(({ kind }) => kind === 'text')
          .map(({ token }) => chunk({ content: token }, null))
          .join(''),
      );
    });
    start();
    response.write(chunk({ content: '' }, result.doneReason));
    if (withUsage) {
      response.write(event({ ...heading('chat.completion.chunk'), choices: [], usage: usageOf(result) }));
    }
    response.end(event('[DONE]'));
  } catch (error) {
    if (!(error instanceof ReplyError) || !response.headersSent) {
      throw error;
    }
    response.end();
  }
  return undefined;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces
    .filter(({ kind }) => kind === 'text')
    .map(({ token }) => token)
    .join('');
}

function usageOf({ promptEvalCount, evalCount }: GenerationResult) {
  return {
    prompt_tokens: promptEvalCount,
    completion_tokens: evalCount,
    total_tokens: promptEvalCount + evalCount,
  };
}

/** Errors have another shape behind this door (openai/openai.go, NewError). */
function toOpenAiReply(error: unknown): Reply {
  if (!(error instanceof ReplyError)) {
    throw error;
  }
  const types: Record<number, string> = { 400: 'invalid_request_error', 404: 'not_found_error' };
  const body = {
    error: { message: error.message, type: types[error.status] ?? 'api_error', param: null, code: null },
  };
  return { status: error.status, headers: { 'content-type': JSON_TYPE }, body };
}
