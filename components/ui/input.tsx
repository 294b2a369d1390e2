import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlStyle } from './control-style.ts';

export type InputProps = ComponentProps<'input'> & {
  /** For names, paths and figures that are compared letter by letter. */
  mono?: boolean;
};

/** A one-line input; give it the properties that `Field` hands out. */
export function Input({ mono, className, ...rest }: InputProps) {
  return <input className={classNames(controlStyle, 'h-8 px-2.5', mono && 'font-mono', className)} {...rest} />;
}
