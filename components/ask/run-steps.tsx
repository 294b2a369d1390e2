import { formatDuration } from '#components/patterns/time/relative-time.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { RunStep } from '#lib/domain/gateway/run.ts';

const STAGES: Record<RunStep['stage'], string> = {
  path: 'Which golden path fits?',
  form: 'What stands in its form?',
  objects: 'Which objects are needed?',
  edits: 'Which fields have to be others, and what is missing?',
};

/** What the model was asked, how long it took, and what it was told is wrong. */
export function RunSteps({ steps }: { steps: readonly RunStep[] }) {
  return (
    <ol className="flex flex-col gap-2 text-sm">
      {steps.map((step) => (
        <li key={`${step.stage}-${step.attempt}`} className="flex items-start gap-2">
          <Icon
            name={step.problem === null ? 'pass' : 'warn'}
            size={14}
            label={step.problem === null ? 'taken' : 'not taken'}
            className={`mt-0.5 flex-none ${TONE_TEXT[step.problem === null ? 'ok' : 'warn']}`}
          />
          <div className="min-w-0">
            <p>
              {STAGES[step.stage]}
              {step.attempt > 1 && <span className="text-muted"> attempt {step.attempt}</span>}
            </p>
            <p className="text-muted text-xs">{figuresOf(step)}</p>
            {step.problem !== null && (
              <p className="mt-1 whitespace-pre-wrap break-words rounded-md bg-warn-soft p-2 text-warn text-xs">
                {step.problem}
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function figuresOf({ ms, loadMs, questionTokens, answerTokens }: RunStep): string {
  const loaded = loadMs === null || loadMs < 500 ? '' : `, ${formatDuration(loadMs)} of it to load the model`;
  const tokens =
    questionTokens === null || answerTokens === null
      ? ''
      : `, ${questionTokens} tokens asked, ${answerTokens} answered`;
  return `${formatDuration(ms)}${loaded}${tokens}`;
}
