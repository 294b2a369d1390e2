import type { SandboxClock } from '../clock.ts';
import { tokenMs } from './memory.ts';
import type { Runner } from './runner.ts';
import { sandboxSleep } from './sandbox-sleep.ts';
import { countTokens, tokenize } from './tokens.ts';

/** Reading a prompt goes through many tokens at once. */
const PROMPT_SPEEDUP = 25;

/** Durations in ms. */
export type CompletionMetrics = {
  promptEvalCount: number;
  promptEvalMs: number;
  evalCount: number;
  evalMs: number;
};

export type CompletionPlan = {
  prompt: string;
  thinking: string;
  text: string;
  /** The most tokens to write; null is no limit. */
  limit: number | null;
  /** The runner dies after half of the tokens. */
  crashes: boolean;
};

export type Piece = { kind: 'thinking' | 'text'; token: string };

export type CompletionResult = CompletionMetrics & { isLimited: boolean };

export class RunnerCrashError extends Error {
  constructor() {
    super('an error was encountered while running the model');
    this.name = 'RunnerCrashError';
  }
}

/**
 * Writes tokens at the pace of the model's memory, several at once when the clock runs so fast that they are due
 * together. Throws RunnerCrashError, or the signal's reason.
 */
export async function runCompletion(
  clock: SandboxClock,
  runner: Runner,
  plan: CompletionPlan,
  signal: AbortSignal,
  write: (pieces: Piece[]) => void,
): Promise<CompletionResult> {
  const msPerToken = tokenMs(runner.placement);
  const promptEvalCount = tokensToRead(runner, plan.prompt);
  const promptEvalMs = (promptEvalCount * msPerToken) / PROMPT_SPEEDUP;
  runner.lastPrompt = plan.prompt;
  const all: Piece[] = [
    ...tokenize(plan.thinking).map((token) => ({ kind: 'thinking' as const, token })),
    ...tokenize(plan.text).map((token) => ({ kind: 'text' as const, token })),
  ];
  const pieces = plan.limit === null ? all : all.slice(0, plan.limit);
  const until = plan.crashes ? Math.ceil(pieces.length / 2) : pieces.length;
  const startedAt = clock.now() + promptEvalMs;
  for (let written = 0; written < until; ) {
    await sandboxSleep(clock, Math.max(0, startedAt + (written + 1) * msPerToken - clock.now()), signal);
    const due = Math.floor((clock.now() - startedAt) / msPerToken);
    const end = Math.min(until, Math.max(written + 1, due));
    write(pieces.slice(written, end));
    written = end;
  }
  if (plan.crashes) {
    throw new RunnerCrashError();
  }
  return {
    promptEvalCount,
    promptEvalMs,
    evalCount: pieces.length,
    evalMs: pieces.length * msPerToken,
    isLimited: pieces.length < all.length,
  };
}

/** What was read last is still in the cache as far as the prompts begin the same; at least one token is read. */
function tokensToRead(runner: Runner, prompt: string): number {
  let same = 0;
  while (same < prompt.length && prompt[same] === runner.lastPrompt[same]) {
    same += 1;
  }
  return Math.max(1, countTokens(prompt.slice(same)));
}
