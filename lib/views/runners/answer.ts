import { type JobQuestion, TAKE_OUTCOMES, type TakeAnswer, type TakeOutcome } from '#lib/domain/runner/job-question.ts';
import { takesJob } from '#lib/domain/runner/takes-job.ts';
import type { RunnerRow } from './row.ts';

export type RunnerAnswer = TakeAnswer & Pick<RunnerRow, 'id' | 'name' | 'standing'>;
/** `answers` are the first of them; `counts` is of all. */
export type FleetAnswer = { counts: Record<TakeOutcome, number>; answers: RunnerAnswer[] };

/** More than anybody reads; who takes it stands first. */
const MOST_TOLD = 100;

/** Which runners take the job, and why the others do not. Those of the other forge are not asked about. */
export function answerQuestion(rows: Iterable<RunnerRow>, question: JobQuestion): FleetAnswer {
  const counts: FleetAnswer['counts'] = { takes: 0, fails: 0, unknown: 0, no: 0 };
  const answers: RunnerAnswer[] = [];
  for (const row of rows) {
    if (row.forge === question.forge) {
      const answer = takesJob(row, question);
      counts[answer.outcome] += 1;
      answers.push({ ...answer, id: row.id, name: row.name, standing: row.standing });
    }
  }
  const order = (answer: RunnerAnswer) => TAKE_OUTCOMES.indexOf(answer.outcome) * 100 + answer.reasons.length;
  answers.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
  return { counts, answers: answers.slice(0, MOST_TOLD) };
}
