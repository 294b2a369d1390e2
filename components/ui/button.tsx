import type { ComponentProps, MouseEvent } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style.ts';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link, type LinkProps } from './link.tsx';
import { Spinner } from './spinner.tsx';

type Look = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
};

export type ButtonProps = ComponentProps<'button'> &
  Look & {
    /** Work is under way: the button keeps its focus and its place, and does nothing. */
    busy?: boolean;
  };

function refuse(event: MouseEvent) {
  event.preventDefault();
}

/** A button. `type` is `button` unless told, so that none submits a form by accident. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  busy,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy && (onClick || rest.type === 'submit') ? refuse : onClick}
      className={classNames(buttonStyle(variant, size), className)}
      {...rest}
    >
      {busy ? <Spinner size={14} /> : icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}

export type ButtonLinkProps = Omit<LinkProps, 'look'> & Look;

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <Link look="plain" className={classNames(buttonStyle(variant, size), className)} {...rest}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </Link>
  );
}
