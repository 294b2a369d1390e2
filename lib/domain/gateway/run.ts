import type { HeadFile, Person } from '../change/change.ts';
import type { GuardrailReport } from '../guardrail/guardrail.ts';

/**
 * Where a run is. It waits in line (`queued`), a model works on it (`writing`), it is there to be looked at (`draft`), becomes
 * a change without that (`opening`), became one (`opened`); or it ended without: the model said that nothing of the kind was asked for (`declined`), it could not be
 * done (`failed`), or somebody did not want it any more (`cancelled`).
 */
export const RUN_STATES = [
  'queued',
  'writing',
  'draft',
  'opening',
  'opened',
  'declined',
  'failed',
  'cancelled',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Who writes, and how it is asked: what it takes to have it write the same again. */
export type RunWriter = {
  /** The server's id in the configuration. */
  server: string;
  model: string;
  /** SHA-256 of the model; null where its server does not tell. */
  digest: string | null;
  contextTokens: number;
  answerTokens: number;
  seed: number;
};

/** One question to the model and what became of its answer. */
export type RunStep = {
  stage: 'path' | 'form' | 'objects' | 'edits';
  /** From 1, of its stage. */
  attempt: number;
  at: number;
  ms: number;
  /** What the server counted; null where it does not tell. */
  questionTokens: number | null;
  answerTokens: number | null;
  /** How long the model had to be loaded before; null where the server does not tell. */
  loadMs: number | null;
  /** What the model was told is wrong; null where the answer was taken. */
  problem: string | null;
};

/** What a run is made with. */
export type RunPath =
  | { kind: 'template'; templateId: string; templateDigest: string }
  | { kind: 'objects' }
  /** Fields of files that are there already. `within`: where those may lie, as patterns of `matchesPath`. */
  | { kind: 'edits'; within: string[] };

export type RunDraft = {
  path: RunPath;
  /** Of the form, where there is one; the edits, where it is made of them. */
  values: Record<string, unknown>;
  /** As they would be committed, and as the base has them. */
  files: HeadFile[];
  /** What they were checked against; null where they could not be made. */
  base: { sha: string; asOf: number } | null;
  report: GuardrailReport | null;
  /** What is still wrong with it; null where it can be opened as it is. */
  problem: string | null;
};

/** What is in the way. `retrying` where the portal goes on by itself. */
export type RunProblem = { since: number; message: string; suggestion: string; retrying: boolean };

/** A request in words and what a model made of it. */
export type GatewayRun = {
  id: string;
  /** Given by whoever asks, once for each request: a repeated one finds the first. */
  idempotencyKey: string;
  state: RunState;
  requester: Person;
  prompt: string;
  appName: string;
  writer: RunWriter;
  /** Whether it becomes a change by itself as soon as nothing is wrong with it. */
  opensItself: boolean;
  /** The application, by the engine's id, that the words are about; absent where they ask for something new. */
  edits?: string;
  /** The change of an earlier request that it is to take the place of, as a new commit; absent for one of its own. */
  revises?: string;
  steps: RunStep[];
  draft: RunDraft | null;
  changeId: string | null;
  problem: RunProblem | null;
  createdAt: number;
  updatedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  /** Counts writes; a writer that saw an older one is refused. */
  revision: number;
};

/** What the portal has something to do for. */
export const UNDER_WAY: readonly RunState[] = ['queued', 'writing', 'opening'];

/** Whether the portal still has something to do for it. */
export function isUnderWay(state: RunState): boolean {
  return UNDER_WAY.includes(state);
}
