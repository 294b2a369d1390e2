'use client';

import type { FormField, GroupField } from '../schema/form-field.ts';
import { BooleanFieldView, ChoiceFieldView, ChoicesFieldView } from './choice-fields.tsx';
import { FieldSet } from './field-frame.tsx';
import { ListFieldView } from './list-field.tsx';
import { NumberFieldView } from './number-field.tsx';
import { TextFieldView } from './text-field.tsx';

/** Small groups, such as a name with its value, stand in one line where there is room. */
function GroupFieldView({ field }: { field: GroupField }) {
  const isLine =
    field.fields.length <= 3 &&
    field.fields.every((inner) => inner.kind === 'text' || inner.kind === 'choice' || inner.kind === 'number');
  return (
    <FieldSet field={field} isBoxed={typeof field.keys.at(-1) === 'string'}>
      <div className={isLine ? 'grid gap-3 sm:grid-flow-col sm:auto-cols-fr' : 'flex flex-col gap-4'}>
        {field.fields.map((inner) => (
          <FormFieldView key={inner.path} field={inner} />
        ))}
      </div>
    </FieldSet>
  );
}

/** The widget for a field. */
export function FormFieldView({ field }: { field: FormField }) {
  switch (field.kind) {
    case 'text':
    case 'textarea':
    case 'password':
      return <TextFieldView field={field} />;
    case 'number':
      return <NumberFieldView field={field} />;
    case 'boolean':
      return <BooleanFieldView field={field} />;
    case 'choice':
      return <ChoiceFieldView field={field} />;
    case 'choices':
      return <ChoicesFieldView field={field} />;
    case 'group':
      return <GroupFieldView field={field} />;
    case 'list':
      return <ListFieldView field={field} renderField={(inner) => <FormFieldView field={inner} />} />;
    case 'unsupported':
      return <FieldSet field={field}>{null}</FieldSet>;
    default:
      return field satisfies never;
  }
}
