import { classNames } from './class-names.ts';

/** The classes that text inputs, text areas and selects share. */
export const controlStyle = classNames(
  'w-full rounded-md border border-line-strong bg-surface text-sm text-ink',
  'hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0',
  'aria-invalid:border-bad disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken',
);
