import type { HeadFile } from '#lib/domain/change/change.ts';
import { type Review, SEVERITIES } from '#lib/domain/review/review.ts';
import { askAgain } from '../again.ts';
import type { GatewayQuestion } from '../question.ts';
import { readAnswer } from '../read-answer.ts';
import { askForReview, readReview } from './ask-for-review.ts';
import { type ReviewPart, splitFiles } from './split-files.ts';

export type ReviewRequest = {
  title: string;
  files: readonly HeadFile[];
  /** Of question and answer together. */
  contextTokens: number;
  answerTokens: number;
  /** Of each part, at least 1. */
  attempts: number;
};

/** Throws what the server of the model throws. */
export type AskModel = (question: GatewayQuestion) => Promise<{ text: string; isCut: boolean }>;

export type WrittenReview = Pick<Review, 'summary' | 'issues' | 'unseen'> | { problem: string };

/** YAML has many short words, so that few characters make a token. */
const CHARACTERS_A_TOKEN = 2.5;
/** Of the rules and the shape. */
const OWN_TOKENS = 700;
/** A change of more parts than this is too large for a model to say something of. */
const MOST_PARTS = 12;

/** What a model says of a change, part by part, each of them as large as it can read. */
export async function writeReview(request: ReviewRequest, ask: AskModel): Promise<WrittenReview> {
  const { title, files, contextTokens, answerTokens, attempts } = request;
  const room = Math.max(500, Math.floor((contextTokens - answerTokens - OWN_TOKENS) * CHARACTERS_A_TOKEN));
  const { parts, unseen } = splitFiles(files, room);
  const read = parts.slice(0, MOST_PARTS);
  const late = parts.slice(MOST_PARTS).flatMap((part) => part.files.map(({ path }) => path));
  const said: ReturnType<typeof readReview>[] = [];
  for (const part of read) {
    const answer = await reviewPart(title, part, attempts, ask);
    if ('problem' in answer) {
      return answer;
    }
    said.push(answer);
  }
  if (said.length === 0) {
    return { problem: 'None of its files fits into what the model can read at once.' };
  }
  const issues = said
    .flatMap((each) => each.issues)
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { summary: said.map(({ summary }) => summary).join('\n'), issues, unseen: [...unseen, ...late] };
}

async function reviewPart(title: string, part: ReviewPart, attempts: number, ask: AskModel) {
  const first = askForReview(title, part);
  let question = first;
  let problem = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { text, isCut } = await ask(question);
    const reading = readAnswer(text, first.shape, isCut);
    if ('value' in reading) {
      return readReview(reading.value, part);
    }
    problem = reading.problem;
    question = askAgain(first, text, problem);
  }
  return { problem };
}
