import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What a control needs to belong to its label, help and error: spread it on the input. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
};

export type FieldProps = {
  /** Unique on the page; the error summary links to it. */
  id: string;
  label: ReactNode;
  help?: ReactNode;
  error?: string | undefined;
  required?: boolean | undefined;
  /** The label is for screen readers only. */
  isLabelHidden?: boolean;
  children: (control: FieldControl) => ReactNode;
};

/** The help and the error of one field, under ids made from the field's. */
export function FieldNotes({ id, help, error }: { id: string; help?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-bad text-xs">
          <Icon name="warn" size={12} className="mt-0.5" />
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-muted text-xs">
          {help}
        </p>
      )}
    </>
  );
}

/** Ids of what describes the field, for `aria-describedby`. */
export function describedBy(id: string, help: unknown, error: unknown): string | undefined {
  const ids = [error ? `${id}-error` : '', help ? `${id}-help` : ''].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}

/** The mark behind the label of a field that must be filled in. */
export function RequiredMark() {
  return (
    <span className="font-normal text-muted" aria-hidden="true">
      {' '}
      · required
    </span>
  );
}

/** A label, a control, its error in words and its help, tied together for screen readers. */
export function Field({ id, label, help, error, required, isLabelHidden, children }: FieldProps) {
  return (
    <div className="flex flex-col gap-1">
      <div className={isLabelHidden ? 'sr-only' : 'font-medium text-sm'}>
        <label htmlFor={id}>{label}</label>
        {required && <RequiredMark />}
      </div>
      {children({
        id,
        'aria-describedby': describedBy(id, help, error),
        'aria-invalid': error ? true : undefined,
        'aria-required': required ? true : undefined,
      })}
      <FieldNotes id={id} help={help} error={error} />
    </div>
  );
}
