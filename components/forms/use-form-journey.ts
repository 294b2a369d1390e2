'use client';

import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import { fieldId } from './form-context.ts';
import type { FormStep } from './form-steps.tsx';
import { shownValues } from './schema/form-values.ts';
import type { FormValues } from './schema/values.ts';
import type { SchemaFormInput, SchemaFormState } from './use-schema-form.ts';

export type FormJourney = {
  summary: RefObject<HTMLElement | null>;
  isRefused: boolean;
  steps: FormStep[];
  goTo: (index: number) => void;
  goToField: (path: string) => void;
  submit: (event: FormEvent) => void;
};

/** The id of a page's heading, which takes the focus when the page is turned. */
export function headingId(formId: string): string {
  return `${formId}-heading`;
}

/** Gives the focus to a field, or to the nearest one around it; a list has no field for an item that is not there. */
function focusField(formId: string, path: string): void {
  const keys = path.split('.');
  for (let length = keys.length; length > 0; length -= 1) {
    const target = document.getElementById(fieldId(formId, keys.slice(0, length).join('.')));
    if (target) {
      target.focus();
      return;
    }
  }
  document.getElementById(headingId(formId))?.focus();
}

/** Focus that waits until what it goes to is drawn: a field on another page, the heading of the next one. */
function useFocusAfterDrawing(formId: string): (path: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current !== null) {
      const path = wanted.current;
      wanted.current = null;
      focusField(formId, path);
    }
  });
  return (path) => {
    wanted.current = path;
  };
}

/** Counts refusals, because each one gives the focus to the summary anew. */
function useRefusals(errors: readonly FieldError[]) {
  const [refusals, setRefusals] = useState(0);
  const summary = useRef<HTMLElement>(null);
  useEffect(() => {
    if (errors.length > 0) {
      setRefusals((count) => count + 1);
    }
  }, [errors]);
  useEffect(() => {
    if (refusals > 0) {
      summary.current?.focus();
    }
  }, [refusals]);
  return { summary, isRefused: refusals > 0, refuse: () => setRefusals(refusals + 1), accept: () => setRefusals(0) };
}

type Props = Omit<SchemaFormInput, 'onChange'> & { onSubmit: (values: FormValues) => void; isBusy: boolean };

/** The way through the pages: forward when a page is right, back at any time, to the field that is wrong, and out. */
export function useFormJourney(id: string, form: SchemaFormState, props: Props): FormJourney {
  const { pages, values, validate, onSubmit, errors, isBusy } = props;
  const focus = useFocusAfterDrawing(id);
  const { summary, isRefused, refuse, accept } = useRefusals(errors);
  const goTo = (index: number) => {
    focus('');
    form.goTo(index);
  };
  const goToField = (path: string) => {
    focus(path);
    form.goTo(form.pageOf(path));
    form.touch(path);
  };
  const leavePage = () => {
    form.tryPages([form.at]);
    const first = form.onPage(form.at)[0];
    if (first) {
      goToField(first.path);
    } else {
      goTo(form.at + 1);
    }
  };
  const send = () => {
    form.tryPages(pages.map((_, index) => index));
    const shown = shownValues(pages, values);
    if (validate(shown).length > 0) {
      refuse();
    } else {
      accept();
      onSubmit(shown);
    }
  };
  const steps = pages.map((page, index): FormStep => {
    const isTried = form.triedPages.has(index);
    const isWrong = isTried && form.onPage(index).length > 0;
    const state = index === form.at ? 'current' : isWrong ? 'wrong' : isTried ? 'done' : 'open';
    return { title: page.title || `Page ${index + 1}`, state };
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    if (form.at === pages.length - 1) {
      send();
    } else {
      leavePage();
    }
  };
  return { summary, isRefused, steps, goTo, goToField, submit };
}
