import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlStyle } from './control-style.ts';
import { Icon } from './icon.tsx';

/** A native select with the portal's look. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative block', className)}>
      <select className={classNames(controlStyle, 'h-8 appearance-none ps-2.5 pe-8')} {...rest}>
        {children}
      </select>
      <Icon name="chevronDown" size={14} className="pointer-events-none absolute end-2.5 top-2.5 text-muted" />
    </span>
  );
}
