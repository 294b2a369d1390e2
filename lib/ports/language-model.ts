import type { Schema } from '#lib/domain/json-schema/schema.ts';

export type ModelMessage = { role: 'system' | 'user' | 'assistant'; content: string };

export type ModelQuestion = {
  /** As the server names it. */
  model: string;
  messages: readonly ModelMessage[];
  /** What the answer has to be, as JSON; without it the answer is text. A hint to the server and no promise: check what comes. */
  schema?: Schema;
  /** Of question and answer together; a server that cannot be told has its own. */
  contextTokens: number;
  /** The most that it may write. */
  answerTokens: number;
  /** The same question with the same seed has the same answer, where the server can do that. */
  seed: number;
};

export type ModelAnswer = {
  text: string;
  /** It came to an end because it was long enough, and not because all was said. */
  isCut: boolean;
  /** What the server counted; null where it does not tell. */
  questionTokens: number | null;
  answerTokens: number | null;
  /** How long the model had to be loaded; null where the server does not tell. */
  loadMs: number | null;
};

export type WritingProgress = {
  /** Ends it; the server stops to write. */
  signal?: AbortSignal;
  /** Each piece as it is written. */
  onText?: (piece: string) => void;
};

export type WritingModel = {
  /** As the server names it, with its tag. */
  name: string;
  /** SHA-256 of what it is; null where the server does not tell. */
  digest: string | null;
};

/** A server of language models, to have it write. */
export interface LanguageModel {
  readonly id: string;
  readonly label: string;
  /** The models that it would answer with. Throws ExternalError. */
  models(signal?: AbortSignal): Promise<WritingModel[]>;
  /**
   * Throws ExternalError: `unavailable` with status 503 where too many wait already, `invalid` where the question is too
   * long, `not-found` where there is no such model, `timeout` where nothing is written for too long, and the reason of the
   * signal.
   */
  write(question: ModelQuestion, progress?: WritingProgress): Promise<ModelAnswer>;
}
