import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { controlStyle } from './control-style.ts';

export type TextareaProps = ComponentProps<'textarea'> & { mono?: boolean };

/** An input of several lines that grows with its text where the browser can. */
export function Textarea({ mono, className, rows = 3, ...rest }: TextareaProps) {
  const style = classNames(controlStyle, 'field-sizing-content min-h-16 px-2.5 py-1.5', mono && 'font-mono', className);
  return <textarea rows={rows} className={style} {...rest} />;
}
