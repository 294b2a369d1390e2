'use client';

import { type FormEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Link } from '#components/ui/link.tsx';
import { Select } from '#components/ui/select.tsx';
import type { JobQuestion } from '#lib/domain/runner/job-question.ts';
import { RUNNER_FORGES } from '#lib/domain/runner/runner.ts';
import { parseQuestion } from '#lib/views/runners/question-params.ts';
import { FORGE_NAMES } from './runner-look.ts';

export type JobFormProps = {
  question: JobQuestion | null;
  onAsk: (question: JobQuestion | null) => void;
  /** The page without a question. */
  clearHref: string;
};

/** By the names of the fields, which are those of the address: without script the browser asks the same. */
type Draft = Record<'job' | 'labels' | 'repository' | 'group' | 'protected' | 'arch', string>;

function toDraft(question: JobQuestion | null): Draft {
  return {
    job: question?.forge ?? 'gitlab',
    labels: question?.labels.join(', ') ?? '',
    repository: question?.repository ?? '',
    group: question?.group ?? '',
    protected: question?.isProtected ? 'yes' : '',
    arch: question?.architectures.join(', ') ?? '',
  };
}

function read(draft: Draft): JobQuestion | null {
  return parseQuestion(new URLSearchParams(draft));
}

/** "Which runner takes this job?" */
export function JobForm({ question, onAsk, clearHref }: JobFormProps) {
  const id = useId();
  const [seen, setSeen] = useState(question);
  const [draft, setDraft] = useState(() => toDraft(question));
  if (seen !== question) {
    setSeen(question);
    // Its own question comes back as it was asked; any other is from a link or the way back.
    if (JSON.stringify(read(draft)) !== JSON.stringify(question)) {
      setDraft(toDraft(question));
    }
  }
  const field = (name: keyof Draft) => ({
    name,
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) =>
      setDraft((before) => ({ ...before, [name]: target.value })),
  });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onAsk(read(draft));
  };
  return (
    <form action="/runners" onSubmit={ask} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field id={`${id}-job`} label="Job of">
          {(control) => (
            <Select {...field('job')} {...control}>
              {RUNNER_FORGES.map((forge) => (
                <option key={forge} value={forge}>
                  {FORGE_NAMES[forge]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field id={`${id}-arch`} label="Image is for" help="Such as amd64, arm64; empty is any.">
          {(control) => <Input mono {...field('arch')} {...control} />}
        </Field>
      </div>
      <Field
        id={`${id}-labels`}
        label={draft.job === 'gitlab' ? 'Tags' : 'Labels of runs-on'}
        help={
          draft.job === 'gitlab' ? 'A runner needs all of them; empty is untagged.' : 'One runner needs all of them.'
        }
      >
        {(control) => <Input mono {...field('labels')} {...control} />}
      </Field>
      <Field id={`${id}-repository`} label="Repository" help="Its full path; empty is any.">
        {(control) => <Input mono {...field('repository')} {...control} />}
      </Field>
      {draft.job === 'github' && (
        <Field id={`${id}-group`} label="Runner group" help="Where runs-on names one.">
          {(control) => <Input {...field('group')} {...control} />}
        </Field>
      )}
      <Checkbox
        name="protected"
        value="yes"
        checked={draft.protected === 'yes'}
        onChange={({ target }) => setDraft((before) => ({ ...before, protected: target.checked ? 'yes' : '' }))}
        label="It runs for a protected branch or tag"
      />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary">
          Which runner takes it?
        </Button>
        {question !== null && (
          <Link href={clearHref} replace scroll={false}>
            Ask anew
          </Link>
        )}
      </div>
    </form>
  );
}
