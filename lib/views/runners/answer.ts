import { hostedChance, isOfFleet } from '#lib/domain/runner/hosted.ts';
import { type JobQuestion, TAKE_OUTCOMES, type TakeAnswer, type TakeOutcome } from '#lib/domain/runner/job-question.ts';
import { takesJob } from '#lib/domain/runner/takes-job.ts';
import { mayBeUnseen } from '#lib/domain/runner/unseen.ts';
import { type FleetFacts, projectOf } from '#lib/domain/runner/waiting.ts';
import type { RunnerRow } from './row.ts';

export type RunnerAnswer = TakeAnswer & Pick<RunnerRow, 'id' | 'name' | 'standing'>;
/** What may take the job besides the runners of the fleet: GitHub's own, one that it may have, or one that nobody sees. */
export type Elsewhere = 'hosted' | 'larger' | 'unseen' | null;

/** `answers` are the first of them; `counts` is of all. */
export type FleetAnswer = { counts: Record<TakeOutcome, number>; answers: RunnerAnswer[]; elsewhere: Elsewhere };

/** More than anybody reads; who takes it stands first. */
const MOST_TOLD = 100;

/** Which runners take the job, and why the others do not. Those of the other forge are not asked about. */
export function answerQuestion(rows: readonly RunnerRow[], question: JobQuestion, facts: FleetFacts): FleetAnswer {
  const project = projectOf(facts, question);
  const asked = project === undefined ? question : { ...question, project };
  const counts: FleetAnswer['counts'] = { takes: 0, fails: 0, unknown: 0, no: 0 };
  const answers: RunnerAnswer[] = [];
  for (const row of rows) {
    if (row.forge === question.forge) {
      const answer = takesJob(row, asked);
      counts[answer.outcome] += 1;
      answers.push({ ...answer, id: row.id, name: row.name, standing: row.standing });
    }
  }
  const order = (answer: RunnerAnswer) => TAKE_OUTCOMES.indexOf(answer.outcome) * 100 + answer.reasons.length;
  answers.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
  return { counts, answers: answers.slice(0, MOST_TOLD), elsewhere: elsewhereOf(rows, question, facts) };
}

function elsewhereOf(rows: readonly RunnerRow[], question: JobQuestion, facts: FleetFacts): Elsewhere {
  const { forge, labels, group } = question;
  const isNamed = forge === 'github' && labels.length > 0 && group === '' && !isOfFleet(rows, labels);
  const chance = isNamed ? hostedChance(labels) : null;
  if (chance === 'takes') {
    return 'hosted';
  }
  return mayBeUnseen(facts.unseen, question) ? 'unseen' : chance === 'maybe' ? 'larger' : null;
}
