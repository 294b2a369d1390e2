import type { Person } from '../change/change.ts';
import type { RunProblem, RunWriter } from '../gateway/run.ts';

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that a model found. It may be wrong: people decide. */
export type ReviewIssue = {
  severity: Severity;
  file: string;
  /** Of the new file, from 1; null where it is about the file as a whole, or the model named a line that is not there. */
  line: number | null;
  message: string;
  suggestion: string;
};

export const REVIEW_STATES = ['queued', 'writing', 'done', 'failed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What a model says of one commit of a change. It never approves anything: nothing reads it but people. */
export type Review = {
  id: string;
  changeId: string;
  headSha: string;
  state: ReviewState;
  /** Who asked for it. */
  requester: Person;
  writer: RunWriter;
  summary: string;
  /** The worst first. */
  issues: ReviewIssue[];
  /** Files that did not fit into what the model can read, and that it has not seen. */
  unseen: string[];
  problem: RunProblem | null;
  /** When it was put under the merge request; null where nobody asked for that. */
  notedAt: number | null;
  createdAt: number;
  updatedAt: number;
  /** Counts writes; a writer that saw an older one is refused. */
  revision: number;
};
