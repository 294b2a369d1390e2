'use client';

import { createContext, useContext } from 'react';
import type { Keys } from './schema/values.ts';

export type FormContextValue = {
  /** Start of the ids of this form's fields. */
  id: string;
  /** What is to be shown of a field's errors. */
  errorOf: (path: string) => string | undefined;
  valueOf: (keys: Keys) => unknown;
  change: (keys: Keys, value: unknown) => void;
  /** The person has left the field: from now on its errors are shown as they come and go. */
  touch: (path: string) => void;
};

const FormContext = createContext<FormContextValue | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): FormContextValue {
  const form = useContext(FormContext);
  if (!form) {
    throw new Error('A form field stands outside of a form.');
  }
  return form;
}

/** The id of a field's control; the error summary links to it. */
export function fieldId(formId: string, path: string): string {
  return `${formId}-${path}`;
}
