import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import type { FleetFacts } from '#lib/domain/runner/waiting.ts';
import { answerQuestion, type FleetAnswer } from '#lib/views/runners/answer.ts';
import type { RunnerRow } from '#lib/views/runners/row.ts';

/**
 * The answer to the question as it stands; null where none does. Until all rows are here, that is the answer the page came
 * with, if it came with this question.
 */
export function answerNow(
  question: JobQuestion | null,
  known: { rows: readonly RunnerRow[]; fleet: FleetFacts } | null,
  first: { question: unknown; answer: FleetAnswer | null },
): FleetAnswer | 'pending' | null {
  if (question === null) {
    return null;
  }
  if (known !== null) {
    return answerQuestion(known.rows, question, known.fleet);
  }
  const isFirst = JSON.stringify(first.question) === JSON.stringify(question);
  return isFirst && first.answer !== null ? first.answer : 'pending';
}
