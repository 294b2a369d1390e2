import type { HeadFile } from '#lib/domain/change/change.ts';
import { type Review, type ReviewIssue, SEVERITIES, type ShownText } from '#lib/domain/review/review.ts';
import { askAgain } from '../again.ts';
import type { GatewayQuestion } from '../question.ts';
import { readAnswer } from '../read-answer.ts';
import { askForExplanation } from './ask-for-explanation.ts';
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
  const { title, files, attempts } = request;
  const { parts, unseen } = splitFiles(files, roomOf(request));
  const read = parts.slice(0, MOST_PARTS);
  const late = parts.slice(MOST_PARTS).flatMap((part) => part.files.map(({ path }) => path));
  const said: ReturnType<typeof readReview>[] = [];
  for (const part of read) {
    const answer = await askUntilRead(askForReview(title, part), part, attempts, ask);
    if ('problem' in answer) {
      return answer;
    }
    said.push(answer);
  }
  if (said.length === 0) {
    return { problem: 'None of its files fits into what the model can read at once.' };
  }
  const issues = worstFirst(said.flatMap((each) => each.issues));
  return { summary: said.map(({ summary }) => summary).join('\n'), issues, unseen: [...unseen, ...late] };
}

export type ExplanationRequest = Omit<ReviewRequest, 'title' | 'files'> & {
  /** What it is about, by its name. */
  about: string;
  /** What is known, the most telling first: what does not fit is left out from the end. */
  texts: readonly ShownText[];
};

/** What a model makes of what is known of something that is not well. */
export async function writeExplanation(request: ExplanationRequest, ask: AskModel): Promise<WrittenReview> {
  const { about, texts, attempts } = request;
  const { read, unseen } = fitTexts(texts, roomOf(request));
  const part: ReviewPart = { files: read.map(({ title, text }) => ({ path: title, text, lines: 0 })) };
  const said = await askUntilRead(askForExplanation(about, read), part, attempts, ask);
  return 'problem' in said ? said : { ...said, issues: worstFirst(said.issues), unseen };
}

/** The first is never left out, but cut. */
function fitTexts(texts: readonly ShownText[], most: number): { read: ShownText[]; unseen: string[] } {
  const read: ShownText[] = [];
  const unseen: string[] = [];
  let room = most;
  for (const { title, text } of texts) {
    const size = title.length + text.length;
    if (size <= room || read.length === 0) {
      read.push({ title, text: text.slice(0, most) });
      room -= size;
    } else {
      unseen.push(title);
    }
  }
  return { read, unseen };
}

/** How many characters a model can be shown. */
function roomOf({ contextTokens, answerTokens }: Pick<ReviewRequest, 'contextTokens' | 'answerTokens'>): number {
  return Math.max(500, Math.floor((contextTokens - answerTokens - OWN_TOKENS) * CHARACTERS_A_TOKEN));
}

function worstFirst(issues: readonly ReviewIssue[]): ReviewIssue[] {
  return issues.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

async function askUntilRead(first: GatewayQuestion, part: ReviewPart, attempts: number, ask: AskModel) {
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
