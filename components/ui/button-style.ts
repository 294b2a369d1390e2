import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
  secondary: 'border-line bg-raised text-ink hover:border-line-strong hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink',
  danger: 'border-line bg-raised text-bad hover:border-bad hover:bg-bad-soft',
};

const SIZES: Record<ButtonSize, { text: string; square: string }> = {
  sm: { text: 'h-7 px-2.5 text-xs', square: 'size-7' },
  md: { text: 'h-8 px-3 text-sm', square: 'size-8' },
};

/** The classes of a button; `square` for one that holds only an icon. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, square = false): string {
  return classNames(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium',
    'transition-colors aria-disabled:opacity-60 disabled:opacity-60',
    VARIANTS[variant],
    square ? SIZES[size].square : SIZES[size].text,
  );
}
