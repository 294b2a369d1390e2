'use client';

import { Checkbox } from '#components/ui/checkbox.tsx';
import { describedBy, FieldNotes } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { isSame } from '#lib/domain/value/same.ts';
import { fieldId, useForm } from '../form-context.ts';
import type { BooleanField, ChoiceField, ChoicesField } from '../schema/form-field.ts';
import { itemsAt } from '../schema/values.ts';
import { FieldFrame, FieldSet } from './field-frame.tsx';

/** A tick box; its words stand beside it, not above. */
export function BooleanFieldView({ field }: { field: BooleanField }) {
  const form = useForm();
  const id = fieldId(form.id, field.path);
  const error = form.errorOf(field.path);
  const help = [field.note, field.description, field.help].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1">
      <Checkbox
        id={id}
        label={<span className="font-medium">{field.label}</span>}
        checked={form.valueOf(field.keys) === true}
        disabled={field.isReadonly}
        aria-describedby={describedBy(id, help, error)}
        aria-invalid={error ? true : undefined}
        onChange={(event) => form.change(field.keys, event.target.checked)}
        onBlur={() => form.touch(field.path)}
      />
      <div className="ps-6">
        <FieldNotes id={id} help={help} error={error} />
      </div>
    </div>
  );
}

function RadioFieldView({ field }: { field: ChoiceField }) {
  const form = useForm();
  const id = fieldId(form.id, field.path);
  const value = form.valueOf(field.keys);
  return (
    <FieldSet field={field}>
      {field.options.map((option, index) => (
        <Checkbox
          key={option.label}
          type="radio"
          name={id}
          value={index}
          label={option.label}
          checked={isSame(option.value, value)}
          disabled={field.isReadonly}
          onChange={() => form.change(field.keys, option.value)}
          onBlur={() => form.touch(field.path)}
        />
      ))}
    </FieldSet>
  );
}

/** One of several values, as a list to open or as radio buttons. */
export function ChoiceFieldView({ field }: { field: ChoiceField }) {
  const form = useForm();
  if (field.look === 'radio') {
    return <RadioFieldView field={field} />;
  }
  const value = form.valueOf(field.keys);
  const chosen = field.options.findIndex((option) => isSame(option.value, value));
  return (
    <FieldFrame field={field}>
      {(control) => (
        <Select
          {...control}
          value={chosen}
          disabled={field.isReadonly}
          onChange={(event) => form.change(field.keys, field.options[Number(event.target.value)]?.value)}
          onBlur={() => form.touch(field.path)}
        >
          {(chosen < 0 || !field.isRequired) && <option value={-1}>{field.placeholder || 'Choose…'}</option>}
          {field.options.map((option, index) => (
            <option key={option.label} value={index}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </FieldFrame>
  );
}

/** Any of several values, kept in the order of the options. */
export function ChoicesFieldView({ field }: { field: ChoicesField }) {
  const form = useForm();
  const chosen = itemsAt({ list: form.valueOf(field.keys) }, ['list']);
  const isChosen = (value: unknown) => chosen.some((one) => isSame(one, value));
  const toggle = (value: unknown, isOn: boolean) => {
    const kept = field.options
      .map((option) => option.value)
      .filter((one) => (isSame(one, value) ? isOn : isChosen(one)));
    form.change(field.keys, kept);
  };
  return (
    <FieldSet field={field}>
      {field.options.map((option) => (
        <Checkbox
          key={option.label}
          label={option.label}
          checked={isChosen(option.value)}
          disabled={field.isReadonly}
          onChange={(event) => toggle(option.value, event.target.checked)}
          onBlur={() => form.touch(field.path)}
        />
      ))}
    </FieldSet>
  );
}
