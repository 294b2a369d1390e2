import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { TONE_GROUND, TONE_TEXT } from '#components/ui/tone.ts';
import type { TakeOutcome } from '#lib/domain/runner/job-question.ts';
import type { Elsewhere, FleetAnswer, RunnerAnswer } from '#lib/views/runners/answer.ts';
import { OUTCOME_LOOKS } from './runner-look.ts';

/** Who takes the job, in one sentence, and then every runner with what stands against it. */
export function JobAnswer({ answer }: { answer: FleetAnswer }) {
  const { counts, answers } = answer;
  const total = counts.takes + counts.fails + counts.unknown + counts.no;
  const { icon, tone } = OUTCOME_LOOKS[outcomeOf(answer)];
  const rest = total - answers.length;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className={`flex items-start gap-2 rounded-md p-2.5 font-medium text-sm ${TONE_GROUND[tone]}`}>
        <Icon name={icon} size={14} className={`mt-0.75 flex-none ${TONE_TEXT[tone]}`} />
        {sentence(answer)}
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

function outcomeOf({ counts, elsewhere }: FleetAnswer): TakeOutcome {
  if (counts.takes > 0 || counts.fails > 0) {
    return counts.takes > 0 ? 'takes' : 'fails';
  }
  return elsewhere === 'hosted' ? 'takes' : counts.unknown > 0 || elsewhere !== null ? 'unknown' : 'no';
}

const ELSEWHERE: Record<NonNullable<Elsewhere>, string> = {
  hosted: "GitHub's own runners take it. An Enterprise Server has none of these: there it waits.",
  larger: 'No runner of the fleet takes it: it waits, unless a larger runner of GitHub has this name.',
  unseen: 'No runner that the portal sees takes it now, and it does not see all of them.',
};

function sentence({ counts: { takes, fails, unknown }, answers: [first], elsewhere }: FleetAnswer): string {
  if (takes === 1 && first !== undefined) {
    return `${first.name} takes it.`;
  }
  if (takes > 1) {
    return `${takes} runners take it: the first of them that asks.`;
  }
  if (fails > 0) {
    return "It is taken, and fails: no runner that takes it is of the image's architecture.";
  }
  if (elsewhere === 'hosted') {
    return ELSEWHERE.hosted;
  }
  if (unknown > 0) {
    return 'Nobody can say: what the portal may read rules some runners out, and not all.';
  }
  if (elsewhere !== null) {
    return ELSEWHERE[elsewhere];
  }
  return first === undefined
    ? 'There is no runner of this forge, so the job waits for ever.'
    : 'No runner takes it now, so it waits.';
}
