import { CodeView } from '#components/patterns/code/code-view.tsx';
import { RunningDuration } from '#components/patterns/time/time.tsx';
import { Card } from '#components/ui/card.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import type { RunPageData } from './gateway-query.ts';
import { RunSteps } from './run-steps.tsx';

/** What happens to a request that is under way: its place in the line, or what the model says as it says it. */
export function RunWriting({ data: { run, live, serverLabel } }: { data: RunPageData }) {
  if (run.state === 'queued') {
    return (
      <Card title="In line">
        <p className="text-sm">
          {live.place === null || live.place === 1
            ? `It is the next that ${serverLabel} works on.`
            : `${live.place - 1} ${live.place === 2 ? 'request has its' : 'requests have their'} turn at ${serverLabel} before it.`}{' '}
          Nobody has to stay here: it goes on by itself.
        </p>
      </Card>
    );
  }
  const steps = live.text?.steps ?? [];
  const text = live.text?.text ?? '';
  return (
    <Card
      title={
        <span className="inline-flex items-center gap-2">
          <Spinner />
          {run.state === 'opening' ? 'The merge request is being opened' : `${run.writer.model} writes`}
        </span>
      }
      actions={run.startedAt !== null && <RunningDuration since={run.startedAt} className="text-muted text-xs" />}
    >
      <div className="flex flex-col gap-3">
        {steps.length > 0 && <RunSteps steps={steps} />}
        {run.state === 'writing' &&
          (text === '' ? (
            <p className="text-muted text-sm">
              {steps.length === 0
                ? 'No word of it yet: the model reads the question, or is being loaded.'
                : 'It reads the next question.'}
            </p>
          ) : (
            // Read again from the beginning with each word, it would drown everything else.
            <div aria-hidden="true" className="max-h-96 overflow-y-auto">
              <CodeView path="answer.json" text={text} isBare />
            </div>
          ))}
      </div>
    </Card>
  );
}
