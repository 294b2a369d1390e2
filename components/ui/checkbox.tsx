import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & {
  label: ReactNode;
  /** A second, quieter line. */
  help?: ReactNode;
  type?: 'checkbox' | 'radio';
};

/** A tick box, or one of several round ones, with its words beside it. */
export function Checkbox({ label, help, type = 'checkbox', className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames('flex min-h-6 items-start gap-2', className)}>
      <input type={type} className="mt-0.5 size-4 shrink-0 accent-accent" {...rest} />
      <span>
        <span className="block text-sm">{label}</span>
        {help && <span className="block text-muted text-xs">{help}</span>}
      </span>
    </label>
  );
}
