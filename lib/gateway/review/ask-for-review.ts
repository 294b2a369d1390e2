import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { type ReviewIssue, SEVERITIES, type Severity } from '#lib/domain/review/review.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { fenced, type GatewayQuestion, harmless, RULES } from '../question.ts';
import type { ReviewPart } from './split-files.ts';

const MOST_ISSUES = 20;
const MOST_WORDS = 600;

/** Asks what is to be said of some changed files. There is no field in which a model could approve. */
export function askForReview(title: string, { files }: ReviewPart): GatewayQuestion {
  const system = [
    RULES,
    'You review changes to the manifests of a Kubernetes platform for a person who decides. You never decide.',
    'Each file stands with its line numbers; a + behind the number marks a line that is new, a - one that goes.',
    'Say in the summary, in two sentences, what the change does. Name as issues only what could go wrong: security, data loss, wrong references, limits that are missing. No praise, nothing about style. No issues are a good answer.',
  ].join('\n\n');
  const texts = [
    { title: 'Its title', text: title },
    ...files.map(({ path, text }) => ({ title: `The file ${harmless(path).replaceAll('\n', ' ')}`, text })),
  ];
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced(texts) },
    ],
    shape: reviewShape(
      files.map(({ path }) => path),
      WORDS,
    ),
  };
}

/** What each field of an answer is to hold. */
export type ReviewWords = Record<'summary' | 'message' | 'suggestion', string>;

const WORDS: ReviewWords = {
  summary: 'What the change does, in two sentences.',
  message: 'What could go wrong.',
  suggestion: 'What to write in its place.',
};

/** @param titles of what the model is shown */
export function reviewShape(titles: readonly string[], { summary, message, suggestion }: ReviewWords): Schema {
  const words = (description: string): Schema => ({ type: 'string', maxLength: MOST_WORDS, description });
  return {
    type: 'object',
    required: ['summary', 'issues'],
    additionalProperties: false,
    properties: {
      summary: words(summary),
      issues: {
        type: 'array',
        maxItems: MOST_ISSUES,
        items: {
          type: 'object',
          required: ['severity', 'file', 'message', 'suggestion'],
          additionalProperties: false,
          properties: {
            severity: { type: 'string', enum: [...SEVERITIES] },
            file: { type: 'string', enum: [...titles] },
            line: { type: 'integer', minimum: 1, description: 'The number that stands before the line.' },
            message: words(message),
            suggestion: words(suggestion),
          },
        },
      },
    },
  };
}

/** What a model said of one part. A line that is not there is left out: people would look for it. */
export function readReview(
  answer: Readonly<Record<string, unknown>>,
  { files }: ReviewPart,
): { summary: string; issues: ReviewIssue[] } {
  const issues = itemsOf(answer.issues, MOST_ISSUES)
    .map(fieldsOf)
    .map(({ severity, file, line, message, suggestion }): ReviewIssue => {
      const lines = files.find(({ path }) => path === file)?.lines ?? 0;
      return {
        severity: severity as Severity,
        file: String(file),
        line: typeof line === 'number' && line <= lines ? line : null,
        message: harmless(String(message)),
        suggestion: harmless(String(suggestion)),
      };
    });
  return { summary: harmless(String(answer.summary)), issues };
}
