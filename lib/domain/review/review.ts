import type { Person } from '../change/change.ts';
import type { RunProblem, RunWriter } from '../gateway/run.ts';

export const SEVERITIES = ['high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that a model found. It may be wrong: people decide. */
export type ReviewIssue = {
  severity: Severity;
  /** The path of a file, or the title of another text that it was shown. */
  file: string;
  /** Of the new file, from 1; null where it is about the file as a whole, or the model named a line that is not there. */
  line: number | null;
  message: string;
  suggestion: string;
};

export const REVIEW_STATES = ['queued', 'writing', 'done', 'failed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What a model can be asked about: what a change brings, or what is wrong with an application. */
export type ReviewSubject = 'change' | 'application';

/** Something that a model was shown. */
export type ShownText = { title: string; text: string };

/** What a model says of one version of something. It never approves anything: nothing reads it but people. */
export type Review = {
  id: string;
  subjectKind: ReviewSubject;
  /** Of the change, or of the application by the engine's id. */
  subjectId: string;
  /** The commit, or for an application the hash of what was shown. */
  version: string;
  /** What is known of an application; absent for a change, whose files are kept with its commit. */
  shown?: ShownText[];
  state: ReviewState;
  /** Who asked for it. */
  requester: Person;
  writer: RunWriter;
  summary: string;
  /** The worst first. */
  issues: ReviewIssue[];
  /** Files and other texts that did not fit into what the model can read, and that it has not seen. */
  unseen: string[];
  problem: RunProblem | null;
  /** When it was put under the merge request; null where nobody asked for that. */
  notedAt: number | null;
  createdAt: number;
  updatedAt: number;
  /** Counts writes; a writer that saw an older one is refused. */
  revision: number;
};

/** Tells one state of a review from another, and from those of another review. */
export function reviewMark({ id, revision }: Pick<Review, 'id' | 'revision'>): string {
  return `${id} ${revision}`;
}
