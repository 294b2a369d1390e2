'use client';

import type { ReactNode } from 'react';
import { describedBy, Field, type FieldControl, FieldNotes, RequiredMark } from '#components/ui/field.tsx';
import { fieldId, useForm } from '../form-context.ts';
import type { FormField } from '../schema/form-field.ts';

function Help({ field }: { field: FormField }) {
  const parts = [field.note, field.description, field.help].filter((part) => part !== '');
  return parts.map((part) => (
    <span key={part} className="block">
      {part}
    </span>
  ));
}

function hasHelp({ note, description, help }: FormField): boolean {
  return note !== '' || description !== '' || help !== '';
}

/** A field of one control with its label, help and error. */
export function FieldFrame({ field, children }: { field: FormField; children: (control: FieldControl) => ReactNode }) {
  const form = useForm();
  return (
    <Field
      id={fieldId(form.id, field.path)}
      label={field.label}
      help={hasHelp(field) && <Help field={field} />}
      error={form.errorOf(field.path)}
      required={field.isRequired}
      isLabelHidden={field.isItem}
    >
      {children}
    </Field>
  );
}

/** Several controls under one name: radio buttons, tick boxes, a list, a group. The frame itself takes the focus from the error summary. */
export function FieldSet({ field, children, isBoxed }: { field: FormField; children: ReactNode; isBoxed?: boolean }) {
  const form = useForm();
  const id = fieldId(form.id, field.path);
  const error = form.errorOf(field.path);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={describedBy(id, hasHelp(field), error)}
      className={isBoxed ? 'min-w-0 rounded-md border border-line p-3' : 'min-w-0'}
    >
      <legend className={field.isItem ? 'sr-only' : isBoxed ? 'px-1 font-medium text-sm' : 'mb-1 font-medium text-sm'}>
        {field.label}
        {field.isRequired && <RequiredMark />}
      </legend>
      <div className="flex flex-col gap-2">
        <FieldNotes id={id} help={hasHelp(field) && <Help field={field} />} error={error} />
        {children}
      </div>
    </fieldset>
  );
}
