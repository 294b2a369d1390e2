'use client';

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import { Link } from './link.tsx';
import { indexByLetter, nextMenuIndex } from './menu-keys.ts';

const ENTRY = '[role^="menuitem"]:not([aria-disabled="true"])';
const ENTRY_STYLE =
  'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 text-start text-sm hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2';

export type MenuProps = {
  /** Name of the menu, for screen readers; on the button it follows the words that are shown. */
  label: string;
  /** What the button shows; it gets its style from `triggerClassName`. */
  trigger: ReactNode;
  triggerClassName?: string;
  side?: 'below' | 'below-end' | 'above';
  /** `MenuItem`, `MenuCheck`, `MenuLink`, `MenuHeading`, `MenuSeparator`. */
  children: ReactNode;
};

/** Moves the focus between the entries of an open menu. */
function useMenuKeys(panel: RefObject<HTMLElement | null>) {
  const entries = () => [...(panel.current?.querySelectorAll<HTMLElement>(ENTRY) ?? [])];
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const focused = document.activeElement;
    const at = focused instanceof HTMLElement ? all.indexOf(focused) : -1;
    const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const labels = all.map((entry) => entry.textContent);
    const next = isLetter ? indexByLetter(event.key, at, labels) : nextMenuIndex(event.key, at, all.length);
    if (next !== null) {
      event.preventDefault();
      all[next]?.focus();
    } else if (event.key === 'Tab') {
      panel.current?.hidePopover();
    }
  };
  return { entries, move };
}

/** Whether a menu has ever been open: until then its entries are not drawn, because a page may have many menus. */
function useIsWanted(panel: RefObject<HTMLElement | null>): [isWanted: boolean, want: () => void] {
  const [isWanted, setWanted] = useState(false);
  // It may have been opened before the script of the page was there.
  useEffect(() => setWanted((before) => before || panel.current?.matches(':popover-open') === true), [panel]);
  return [isWanted, () => setWanted(true)];
}

/** A button that opens a menu. Native popover; arrow keys, Home, End and first letters move; Escape closes. */
export function Menu({ label, trigger, triggerClassName, side = 'below', children }: MenuProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isWanted, want] = useIsWanted(panel);

  const { entries, move } = useMenuKeys(panel);
  const openWithArrow = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && button.current) {
      event.preventDefault();
      panel.current?.showPopover({ source: button.current });
    }
  };
  const closeAfterChoice = (event: MouseEvent) => {
    const entry = event.target instanceof Element ? event.target.closest(ENTRY) : null;
    if (entry !== null && entry.role !== 'menuitemcheckbox') {
      panel.current?.hidePopover();
    }
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-controls={id}
        popoverTarget={id}
        onKeyDown={openWithArrow}
        className={triggerClassName}
      >
        {trigger}
        <span className="sr-only">{label}</span>
      </button>
      <div
        ref={panel}
        id={id}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        popover="auto"
        onKeyDown={move}
        onClick={closeAfterChoice}
        onBeforeToggle={(event) => event.newState === 'open' && flushSync(want)}
        onToggle={(event) => event.newState === 'open' && entries()[0]?.focus()}
        className={classNames(
          'min-w-48 max-w-80 rounded-lg border border-line-strong bg-raised p-1 focus:outline-none',
          side === 'below' && 'float-below',
          side === 'below-end' && 'float-below-end',
          side === 'above' && 'float-above',
        )}
      >
        {isWanted && children}
      </div>
    </>
  );
}

export type MenuItemProps = {
  icon?: IconName;
  onSelect: () => void;
  /** For one of several choices: whether it is the present one. */
  checked?: boolean;
  danger?: boolean;
  children: ReactNode;
};

/** Does something. */
export function MenuItem({ icon, onSelect, checked, danger, children }: MenuItemProps) {
  const role = checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked };
  return (
    <button
      type="button"
      {...role}
      tabIndex={-1}
      onClick={onSelect}
      className={classNames(ENTRY_STYLE, danger && 'text-bad')}
    >
      {icon && <Icon name={icon} size={14} className={danger ? undefined : 'text-muted'} />}
      <span className="min-w-0 flex-1">{children}</span>
      {checked && <Icon name="pass" size={14} className="text-accent-text" />}
    </button>
  );
}

export type MenuCheckProps = { checked: boolean; onToggle: () => void; children: ReactNode };

/** Turns something on and off; the menu stays open for the next. */
export function MenuCheck({ checked, onToggle, children }: MenuCheckProps) {
  return (
    <button
      type="button"
      role="menuitemcheckbox"
      aria-checked={checked}
      tabIndex={-1}
      onClick={onToggle}
      className={ENTRY_STYLE}
    >
      <Icon
        name={checked ? 'pass' : 'notApplicable'}
        size={14}
        className={checked ? 'text-accent-text' : 'invisible'}
      />
      <span className="min-w-0 flex-1">{children}</span>
    </button>
  );
}

/** Goes somewhere. */
export function MenuLink({ href, icon, children }: { href: string; icon?: IconName; children: ReactNode }) {
  return (
    <Link href={href} look="plain" role="menuitem" tabIndex={-1} className={ENTRY_STYLE}>
      {icon && <Icon name={icon} size={14} className="text-muted" />}
      {children}
    </Link>
  );
}

/** A heading over some entries. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <div role="presentation" className="px-2 pt-1.5 pb-1 text-muted text-xs">
      {children}
    </div>
  );
}

/** A line between groups. */
export function MenuSeparator() {
  return <hr className="my-1 border-line" />;
}
