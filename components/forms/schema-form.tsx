'use client';

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { ErrorSummary } from './error-summary.tsx';
import { FormFieldView } from './fields/form-field-view.tsx';
import { FormProvider, fieldId } from './form-context.ts';
import { type FormStep, FormSteps } from './form-steps.tsx';
import { shownValues } from './schema/form-values.ts';
import { type FormValues, valueAt } from './schema/values.ts';
import { useSchemaForm } from './use-schema-form.ts';
import { useTouchAfterPress } from './use-touch-after-press.ts';

export type SchemaFormProps = {
  /** Backstage v1beta3 pages. Keep the same array between renders. */
  pages: FormPage[];
  /** All that was typed, hidden fields too; begin with `initialValues(pages)` or `useDraft`. */
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Checks what would be sent, on every key. */
  validate?: (values: FormValues) => FieldError[];
  /** What the server said of it; each is shown until its field changes. */
  errors?: readonly FieldError[];
  /** Gets what is shown, and only when `validate` finds nothing. */
  onSubmit: (values: FormValues) => void;
  submitLabel: string;
  isBusy?: boolean;
  /** Beside the buttons. */
  footer?: ReactNode;
};

const NO_ERRORS: FieldError[] = [];
const findNothing = () => NO_ERRORS;

/**
 * A form from JSON Schema pages with `ui:*` hints. Pages are steps that keep all values; errors are in words beside
 * their fields, shown once a field was left or the page was tried, and gone with the key that mends them.
 */
export function SchemaForm({
  pages,
  values,
  onChange,
  validate = findNothing,
  errors = NO_ERRORS,
  onSubmit,
  submitLabel,
  isBusy = false,
  footer,
}: SchemaFormProps) {
  const id = useId();
  const form = useSchemaForm({ pages, values, onChange, validate, errors });
  const heading = useRef<HTMLHeadingElement>(null);
  const summary = useRef<HTMLElement>(null);
  /** How often sending was refused; each time the summary takes the focus anew. */
  const [refusals, setRefusals] = useState(0);
  const wanted = useRef<string | null>(null);
  const touch = useTouchAfterPress(form.touch);
  const isLast = form.at === pages.length - 1;

  // A field on another page can only take the focus once that page is drawn.
  useEffect(() => {
    if (wanted.current !== null) {
      const target = document.getElementById(wanted.current) ?? heading.current;
      wanted.current = null;
      target?.focus();
    }
  });
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

  const goTo = (index: number) => {
    wanted.current = `${id}-heading`;
    form.goTo(index);
  };
  const goToField = (path: string) => {
    wanted.current = fieldId(id, path);
    form.goTo(form.pageOf(path));
    form.touch(path);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    form.tryPages(isLast ? pages.keys().toArray() : [form.at]);
    const first = form.onPage(form.at)[0];
    const shown = shownValues(pages, values);
    if (!isLast && first) {
      goToField(first.path);
    } else if (!isLast) {
      goTo(form.at + 1);
    } else if (validate(shown).length > 0) {
      setRefusals(refusals + 1);
    } else {
      setRefusals(0);
      onSubmit(shown);
    }
  };
  const steps = pages.map((page, index): FormStep => {
    const isWrong = form.triedPages.has(index) && form.onPage(index).length > 0;
    const state = index === form.at ? 'current' : isWrong ? 'wrong' : form.triedPages.has(index) ? 'done' : 'open';
    return { title: page.title || `Page ${index + 1}`, state };
  });

  return (
    <FormProvider
      value={{
        id,
        errorOf: form.errorOf,
        valueOf: (keys) => valueAt(values, keys),
        change: form.change,
        touch,
      }}
    >
      <form noValidate onSubmit={submit} className="flex min-w-0 flex-col gap-5">
        {pages.length > 1 && <FormSteps steps={steps} onGo={goTo} />}
        {refusals > 0 && form.named.length > 0 && <ErrorSummary ref={summary} errors={form.named} onGo={goToField} />}
        <div>
          <h2 ref={heading} id={`${id}-heading`} tabIndex={-1} className="font-medium text-base outline-none">
            {form.page.title}
          </h2>
          {form.page.description && <p className="text-muted text-sm">{form.page.description}</p>}
        </div>
        {form.fields.map((field) => (
          <FormFieldView key={field.path} field={field} />
        ))}
        <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
          {form.at > 0 && <Button onClick={() => goTo(form.at - 1)}>Back</Button>}
          <Button type="submit" variant="primary" busy={isBusy && isLast}>
            {isLast ? submitLabel : 'Next'}
          </Button>
          {footer}
        </div>
      </form>
    </FormProvider>
  );
}
