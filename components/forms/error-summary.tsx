'use client';

import type { Ref } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import type { FieldError } from '#lib/domain/error/portal-error.ts';

export type ErrorSummaryProps = {
  ref: Ref<HTMLElement>;
  errors: readonly (FieldError & { label: string })[];
  /** Goes to the field of an error, on whatever page it is. */
  onGo: (path: string) => void;
};

/** All that stands in the way of sending, as links to the fields. Takes the focus when it appears. */
export function ErrorSummary({ ref, errors, onGo }: ErrorSummaryProps) {
  return (
    <section ref={ref} tabIndex={-1} aria-label="What is to be mended" className="rounded-md border border-bad p-3">
      <p className="flex items-center gap-2 font-medium text-sm">
        <Icon name="warn" size={14} className="text-bad" />
        {errors.length === 1 ? 'One thing is to be mended first' : `${errors.length} things are to be mended first`}
      </p>
      <ul className="mt-1 ps-6 text-sm">
        {errors.map((error) => (
          <li key={`${error.path} ${error.message}`}>
            {error.label === '' ? (
              error.message
            ) : (
              <button
                type="button"
                onClick={() => onGo(error.path)}
                className="min-h-6 text-start text-accent-text underline underline-offset-2"
              >
                {error.label}: {error.message}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
