import { useLayoutEffect, useRef } from 'react';
import type { FormPage } from '#lib/domain/template/template.ts';
import { fieldId } from './form-context.ts';
import type { FormField, TextField } from './schema/form-field.ts';
import { changeValue } from './schema/form-values.ts';
import { type FormValues, valueAt } from './schema/values.ts';

function textFields(fields: readonly FormField[]): TextField[] {
  return fields.flatMap((field) => {
    if (field.kind === 'group') {
      return textFields(field.fields);
    }
    return field.kind === 'text' || field.kind === 'textarea' || field.kind === 'password' ? [field] : [];
  });
}

function typedInto(id: string): string {
  const control = document.getElementById(id);
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control.value : '';
}

export type EarlyTyping = {
  pages: readonly FormPage[];
  fields: readonly FormField[];
  values: FormValues;
  onChange: (values: FormValues) => void;
};

/**
 * Takes over what was typed into the page before its script was there: the page comes from the server ready to be
 * typed into, and on a slow machine people are faster than the script. Runs once, before anything is drawn anew.
 */
export function useEarlyTyping(formId: string, current: EarlyTyping): void {
  const first = useRef(current);
  useLayoutEffect(() => {
    const { pages, fields, values, onChange } = first.current;
    const typed = textFields(fields).reduce((next, { path, keys }) => {
      const text = typedInto(fieldId(formId, path));
      return text === '' || text === valueAt(next, keys) ? next : changeValue(pages, next, keys, text);
    }, values);
    if (typed !== values) {
      onChange(typed);
    }
  }, [formId]);
}
