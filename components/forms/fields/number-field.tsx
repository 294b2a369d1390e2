'use client';

import type { KeyboardEvent } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { useForm } from '../form-context.ts';
import type { NumberField } from '../schema/form-field.ts';
import { FieldFrame } from './field-frame.tsx';
import { numberFromText, settledNumber, steppedNumber } from './number-text.ts';

/** A number: typed, or stepped with the arrow keys and the two buttons, which pointers may use. */
export function NumberFieldView({ field }: { field: NumberField }) {
  const form = useForm();
  const value = form.valueOf(field.keys);
  const step = (by: 1 | -1) => form.change(field.keys, steppedNumber(value, by, field));
  const stepWithKeys = (event: KeyboardEvent) => {
    if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !field.isReadonly) {
      event.preventDefault();
      step(event.key === 'ArrowUp' ? 1 : -1);
    }
  };
  const settle = () => {
    const settled = settledNumber(value);
    if (settled !== value) {
      form.change(field.keys, settled);
    }
    form.touch(field.path);
  };
  return (
    <FieldFrame field={field}>
      {(control) => (
        <div className="flex w-44 items-center gap-1">
          <Input
            role="spinbutton"
            inputMode={field.isWhole ? 'numeric' : 'decimal'}
            autoComplete="off"
            aria-valuenow={typeof value === 'number' ? value : undefined}
            aria-valuemin={field.minimum ?? undefined}
            aria-valuemax={field.maximum ?? undefined}
            value={value === undefined || value === null ? '' : String(value)}
            placeholder={field.placeholder || undefined}
            readOnly={field.isReadonly}
            onChange={(event) => form.change(field.keys, numberFromText(event.target.value))}
            onKeyDown={stepWithKeys}
            onBlur={settle}
            {...control}
          />
          {!field.isReadonly && (
            <>
              <IconButton icon="minus" label="One less" tabIndex={-1} size="md" onClick={() => step(-1)} />
              <IconButton icon="plus" label="One more" tabIndex={-1} size="md" onClick={() => step(1)} />
            </>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
