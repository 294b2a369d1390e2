import type { ServerResponse } from 'node:http';
import type { Reply } from '../http/router.ts';
import type { Piece } from './completion.ts';
import type { GenerationResult } from './generation.ts';
import { goTimestamp } from './go-duration.ts';
import { ReplyError } from './requests.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** How an endpoint wraps what the model writes. */
export type Wrapping = {
  /** As the client wrote it. */
  model: string;
  now(): number;
  /** Where text and thinking stand: in `message` or beside it. */
  content(text: string, thinking: string | null): Record<string, unknown>;
  /** What only this endpoint adds at the end. */
  ending(text: string): Record<string, unknown>;
};

type Run = (write: (pieces: Piece[]) => void) => Promise<GenerationResult>;

/** Everything in one answer. */
export async function answerWhole(wrapping: Wrapping, run: Run): Promise<Reply> {
  const written: Piece[] = [];
  const result = await run((pieces) => written.push(...pieces));
  const text = join(written, 'text');
  const thinking = join(written, 'thinking');
  const body = {
    ...heading(wrapping),
    ...wrapping.content(text, thinking === '' ? null : thinking),
    done: true,
    ...closing(result, wrapping, text),
  };
  return { headers: { 'content-type': JSON_TYPE }, body };
}

/**
 * Line by line as it is written. What goes wrong before the first line is a plain error; after it, it is a line
 * `{"error"}` under the status 200 that has gone out already.
 */
export async function answerStream(response: ServerResponse, wrapping: Wrapping, run: Run): Promise<undefined> {
  let text = '';
  const start = () => {
    if (!response.headersSent) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    }
  };
  try {
    const result = await run((pieces) => {
      start();
      text += join(pieces, 'text');
      response.write(pieces.map((piece) => line(pieceBody(wrapping, piece))).join(''));
    });
    start();
    const last = {
      ...heading(wrapping),
      ...wrapping.content('', null),
      done: true,
      ...closing(result, wrapping, text),
    };
    response.end(line(last));
  } catch (error) {
    if (!(error instanceof ReplyError) || !response.headersSent) {
      throw error;
    }
    response.end(line({ error: error.message }));
  }
  return undefined;
}

function pieceBody(wrapping: Wrapping, piece: Piece): Record<string, unknown> {
  const isText = piece.kind === 'text';
  return {
    ...heading(wrapping),
    ...wrapping.content(isText ? piece.token : '', isText ? null : piece.token),
    done: false,
  };
}

function heading(wrapping: Wrapping) {
  return { model: wrapping.model, created_at: goTimestamp(wrapping.now()) };
}

function closing(result: GenerationResult, wrapping: Wrapping, text: string): Record<string, unknown> {
  if (result.doneReason === 'load') {
    return { done_reason: 'load' };
  }
  return {
    done_reason: result.doneReason,
    ...wrapping.ending(text),
    total_duration: nanoseconds(result.totalMs),
    load_duration: nanoseconds(result.loadMs),
    prompt_eval_count: result.promptEvalCount,
    prompt_eval_duration: nanoseconds(result.promptEvalMs),
    eval_count: result.evalCount,
    eval_duration: nanoseconds(result.evalMs),
  };
}

/** At least 1: Go leaves out a zero, and no real request takes none. */
function nanoseconds(ms: number): number {
  return Math.max(1, Math.round(ms * 1e6));
}

function join(pieces: readonly Piece[], kind: Piece['kind']): string {
  return pieces
    .filter((piece) => piece.kind === kind)
    .map((piece) => piece.token)
    .join('');
}

function line(body: Record<string, unknown>): string {
  return `${JSON.stringify(body)}\n`;
}
