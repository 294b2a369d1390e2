'use client';

import { type ReactNode, useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { ErrorSummary } from './error-summary.tsx';
import { FormFieldView } from './fields/form-field-view.tsx';
import { FormProvider } from './form-context.ts';
import { FormSteps } from './form-steps.tsx';
import { type FormValues, type Keys, valueAt } from './schema/values.ts';
import { useEarlyTyping } from './use-early-typing.ts';
import { headingId, useFormJourney } from './use-form-journey.ts';
import { useIsReady } from './use-is-ready.ts';
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
  /** What the server says of what is typed just now: beside its field, and without taking the focus. */
  notes?: readonly FieldError[];
  /** Gets what is shown, and only when `validate` finds nothing. */
  onSubmit: (values: FormValues) => void;
  submitLabel: string;
  isBusy?: boolean;
  /** Beside the buttons. */
  footer?: ReactNode;
};

const NO_ERRORS: FieldError[] = [];
const findNothing = () => NO_ERRORS;

function PageHead({ id, page }: { id: string; page: FormPage }) {
  return (
    <div>
      <h2 id={id} tabIndex={-1} className="font-medium text-base outline-none">
        {page.title}
      </h2>
      {page.description && <p className="text-muted text-sm">{page.description}</p>}
    </div>
  );
}

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
  notes = NO_ERRORS,
  onSubmit,
  submitLabel,
  isBusy = false,
  footer,
}: SchemaFormProps) {
  const id = useId();
  const form = useSchemaForm({ pages, values, onChange, validate, errors, notes });
  const journey = useFormJourney(id, form, { pages, values, validate, errors, notes, onSubmit, isBusy });
  const isReady = useIsReady();
  useEarlyTyping(id, { pages, fields: form.fields, values, onChange });
  const touch = useTouchAfterPress(form.touch);
  const valueOfKeys = (keys: Keys) => valueAt(values, keys);
  const isLast = form.at === pages.length - 1;
  return (
    <FormProvider value={{ id, errorOf: form.errorOf, valueOf: valueOfKeys, change: form.change, touch }}>
      <form noValidate onSubmit={journey.submit} className="flex min-w-0 flex-col gap-5">
        {pages.length > 1 && <FormSteps steps={journey.steps} onGo={journey.goTo} />}
        {journey.isRefused && form.named.length > 0 && (
          <ErrorSummary ref={journey.summary} errors={form.named} onGo={journey.goToField} />
        )}
        <PageHead id={headingId(id)} page={form.page} />
        {form.fields.map((field) => (
          <FormFieldView key={field.path} field={field} />
        ))}
        <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">
          {/* Before the script is there it must not send the form as browsers do, which would lose what was typed. */}
          <Button type={isReady ? 'submit' : 'button'} variant="primary" busy={isBusy && isLast}>
            {isLast ? submitLabel : 'Next'}
          </Button>
          {/* Behind the main one, which stays where it is from page to page: a double click does not come back. */}
          {form.at > 0 && <Button onClick={() => journey.goTo(form.at - 1)}>Back</Button>}
          {footer}
        </div>
      </form>
    </FormProvider>
  );
}
