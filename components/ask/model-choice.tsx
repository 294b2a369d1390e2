'use client';

import { useMemo } from 'react';
import { Field } from '#components/ui/field.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Select } from '#components/ui/select.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { useLateRead } from '#lib/browser/view/use-view.ts';
import type { WriterLine } from '#lib/views/gateway/read.ts';
import { WRITING_MODELS } from './gateway-query.ts';
import { modelState } from './model-state.ts';

export type ChosenModel = { server: string; model: string };

export type ModelChoiceProps = {
  writers: readonly WriterLine[];
  chosen: ChosenModel;
  onChoose: (chosen: ChosenModel) => void;
  /** Where the page stands in the live stream. */
  since: string;
};

/** Who writes, and what asking them means for whoever waits and for the card's memory. */
export function ModelChoice({ writers, chosen, onChoose, since }: ModelChoiceProps) {
  const { server, model } = chosen;
  const params = useMemo(() => ({ server, model }), [server, model]);
  const { data: read, error } = useLateRead(WRITING_MODELS, since, params);
  const data = read?.data;
  const models = [...new Set([model, ...(data?.models ?? [])])];
  const state = data === undefined ? null : modelState(data);
  return (
    <div className="flex flex-col gap-3">
      {writers.length > 1 && (
        <Field id="ask-server" label="Server">
          {(control) => (
            <Select
              {...control}
              value={server}
              onChange={({ target: { value } }) =>
                onChoose({ server: value, model: writers.find(({ id }) => id === value)?.model ?? '' })
              }
            >
              {writers.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field id="ask-model" label="Model">
        {(control) => (
          <Select {...control} value={model} onChange={({ target: { value } }) => onChoose({ server, model: value })}>
            {models.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <p role="status" className="flex min-h-5 items-start gap-1.5 text-xs">
        {state === null ? (
          <span className="text-muted">{error === null ? 'Looking at its memory …' : error.message}</span>
        ) : (
          <>
            <Icon name="models" size={14} className={`mt-px flex-none ${TONE_TEXT[state.tone]}`} />
            <span className="min-w-0 break-words text-muted">{state.text}</span>
          </>
        )}
      </p>
    </div>
  );
}
