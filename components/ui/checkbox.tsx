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

/** A tick box that takes effect at once, drawn as a switch. */
export function Switch({ label, help, className, ...rest }: Omit<CheckboxProps, 'type'>) {
  return (
    <label className={classNames('flex min-h-6 items-start gap-2', className)}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state by itself.
        role="switch"
        className={classNames(
          'relative mt-0.5 h-4 w-7 shrink-0 appearance-none rounded-full border border-line-strong bg-line-strong',
          'transition-colors checked:border-accent checked:bg-accent',
          'before:absolute before:start-px before:top-px before:size-3 before:rounded-full before:bg-surface',
          'before:transition-transform checked:before:translate-x-3 checked:before:bg-on-accent',
        )}
        {...rest}
      />
      <span>
        <span className="block text-sm">{label}</span>
        {help && <span className="block text-muted text-xs">{help}</span>}
      </span>
    </label>
  );
}
