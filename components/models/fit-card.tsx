'use client';

import { type FormEvent, useId, useState } from 'react';
import type { AddressControl } from '#components/frame/use-address-state.ts';
import { useGo } from '#components/shell/use-go.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { answerFit } from '#lib/views/models/answer-fit.ts';
import type { EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import type { FitFacts } from '#lib/views/models/fit.ts';
import type { InstalledRow } from '#lib/views/models/installed-row.ts';
import { contextOf, type FitQuestion, isAsked, type ModelsAddress, sizeOf } from '#lib/views/models/models-params.ts';
import type { ServerLine } from '#lib/views/models/server-lines.ts';
import { FitAnswerView } from './fit-answer.tsx';

/** The facts behind an answer, or why there are none; null where nothing is asked. */
export type AskedFit = { result: ViewResult<FitFacts> } | { problem: { message: string; suggestion: string } } | null;

export type FitCardProps = {
  fit: AskedFit;
  control: AddressControl<ModelsAddress>;
  servers: readonly Pick<ServerLine, 'id' | 'label'>[];
  /** The server of the question, where it is known. */
  asked: EndpointRow | undefined;
  rows: readonly InstalledRow[];
};

/** More names than this are no help to choose from. */
const MOST_NAMES = 200;

/** Would this model fit now? A form whose answer is in the address; it works without a script too. */
export function FitCard({ fit, control, servers, asked, rows }: FitCardProps) {
  const { question } = control.state;
  const [go, isGoing] = useGo();
  const names = useId();
  const fields = useFormKey(JSON.stringify(question));
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: keyof FitQuestion) => String(given.get(name) ?? '').trim();
    const asked = { server: text('server'), model: text('model'), size: text('size'), context: text('context') };
    fields.submitted(JSON.stringify(asked));
    go(`${control.href({ question: asked })}#fit`);
  };
  const errors = errorsOf(question);
  return (
    <div id="fit" className="min-w-0 scroll-mt-20">
      <Card title="Would it fit?">
        <form key={fields.key} action="/models#fit" method="get" onSubmit={ask} className="flex flex-col gap-3">
          {servers.length === 1 ? (
            <input type="hidden" name="server" value={servers[0]?.id ?? ''} />
          ) : (
            <Field id="fit-server" label="Server">
              {(field) => (
                <Select {...field} name="server" defaultValue={question.server}>
                  {servers.map(({ id, label }) => (
                    <option key={id} value={id}>
                      {label}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <Field id="fit-model" label="Model" help="One that is installed there, or empty with a size.">
            {(field) => (
              <Input
                {...field}
                name="model"
                list={names}
                defaultValue={question.model}
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </Field>
          <datalist id={names}>
            {[...new Set(rows.map(({ name }) => name))].slice(0, MOST_NAMES).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <div className="grid grid-cols-2 gap-3">
            <Field id="fit-size" label="Size" help="Of its weights: 4.7 GB" error={errors.size}>
              {(field) => <Input {...field} name="size" defaultValue={question.size} autoComplete="off" />}
            </Field>
            <Field id="fit-context" label="Context" help="Tokens: 16k" error={errors.context}>
              {(field) => <Input {...field} name="context" defaultValue={question.context} autoComplete="off" />}
            </Field>
          </div>
          <div>
            <Button type="submit" variant="primary" busy={isGoing}>
              Work it out
            </Button>
          </div>
        </form>
        <Answer fit={fit} question={question} asked={asked} />
      </Card>
    </div>
  );
}

/**
 * Another address brings another question, and its fields begin anew; the question that these fields asked themselves
 * does not, so that the focus stays where it is.
 */
function useFormKey(wanted: string): { key: number; submitted: (asked: string) => void } {
  const [form, setForm] = useState({ key: 0, shows: wanted, passing: '' });
  if (wanted === form.shows) {
    if (form.passing !== '') {
      setForm({ ...form, passing: '' });
    }
  } else if (wanted !== form.passing) {
    setForm({ key: form.key + 1, shows: wanted, passing: '' });
  }
  return { key: form.key, submitted: (asked) => setForm({ ...form, shows: asked, passing: wanted }) };
}

function errorsOf({ size, context }: FitQuestion): { size?: string; context?: string } {
  return {
    ...(size !== '' && sizeOf(size) === null ? { size: 'No size: write 4.7 GB or 8 GiB.' } : {}),
    ...(context !== '' && contextOf(context) === null ? { context: 'No number of tokens: write 16384 or 16k.' } : {}),
  };
}

function Answer({ fit, question, asked }: Pick<FitCardProps, 'fit' | 'asked'> & { question: FitQuestion }) {
  const errors = errorsOf(question);
  if (!isAsked(question) || errors.size !== undefined || errors.context !== undefined) {
    return null;
  }
  if (fit === null) {
    return <p className="mt-4 text-sm">There is no server {question.server} any more.</p>;
  }
  if ('problem' in fit) {
    return (
      <p className="mt-4 text-sm">
        {fit.problem.message} {fit.problem.suggestion}
      </p>
    );
  }
  const facts = fit.result.data;
  return asked?.id === facts.server ? <FitAnswerView answer={answerFit(facts, question, asked)} /> : null;
}
