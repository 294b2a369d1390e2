import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_GROUND, TONE_TEXT } from '#components/ui/tone.ts';
import type { TakeOutcome } from '#lib/domain/runner/job-question.ts';
import type { FleetAnswer, RunnerAnswer } from '#lib/views/runners/answer.ts';
import { OUTCOME_LOOKS } from './runner-look.ts';

/** Who takes the job, in one sentence, and then every runner with what stands against it. */
export function JobAnswer({ answer: { counts, answers } }: { answer: FleetAnswer }) {
  const total = counts.takes + counts.fails + counts.unknown + counts.no;
  const worst: TakeOutcome =
    counts.takes > 0 ? 'takes' : counts.fails > 0 ? 'fails' : counts.unknown > 0 ? 'unknown' : 'no';
  const { icon, tone } = OUTCOME_LOOKS[worst];
  const rest = total - answers.length;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className={`flex items-start gap-2 rounded-md p-2.5 font-medium text-sm ${TONE_GROUND[tone]}`}>
        <Icon name={icon} size={14} className={`mt-0.75 flex-none ${TONE_TEXT[tone]}`} />
        {sentence(counts, answers)}
      </p>
      <ul aria-label="Runners and the job" className="flex flex-col">
        {answers.map((each) => (
          <AnswerLine key={each.id} answer={each} />
        ))}
      </ul>
      {rest > 0 && (
        <p className="text-muted text-xs">{rest.toLocaleString('en')} more are further from it than these.</p>
      )}
    </div>
  );
}

function AnswerLine({ answer: { id, name, outcome, reasons } }: { answer: RunnerAnswer }) {
  const { word, icon, tone } = OUTCOME_LOOKS[outcome];
  return (
    <li className="flex items-start gap-2 border-line border-b py-2 text-sm last:border-b-0">
      <Icon name={icon} size={14} className={`mt-0.75 flex-none ${TONE_TEXT[tone]}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-3">
          <Link href={`/runners/${id}`} look="quiet" className="min-w-0 break-words py-0.5 font-medium">
            {name}
          </Link>
          <span className="text-muted text-xs">{word}</span>
        </p>
        {reasons.map(({ text }) => (
          <p key={text} className="break-words text-muted">
            {text}
          </p>
        ))}
      </div>
    </li>
  );
}

function sentence({ takes, fails, unknown }: FleetAnswer['counts'], [first]: readonly RunnerAnswer[]): string {
  if (first === undefined) {
    return 'There is no runner of this forge, so the job waits for ever.';
  }
  if (takes === 1) {
    return `${first.name} takes it.`;
  }
  if (takes > 1) {
    return `${takes} runners take it: the first of them that asks.`;
  }
  if (fails > 0) {
    return "It is taken, and fails: no runner that takes it is of the image's architecture.";
  }
  return unknown > 0
    ? 'Nobody can say: what the portal may read rules some runners out, and not all.'
    : 'No runner takes it now, so it waits.';
}
