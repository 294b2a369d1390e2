'use client';

import { useEffect, useState } from 'react';
import { announce } from './announcements.ts';
import { classNames } from './class-names.ts';
import { copyText } from './copy-text.ts';
import { Icon } from './icon.tsx';

const DONE_MS = 1_500;

export type CopyButtonProps = {
  text: string;
  /** What is copied: `name`, `rule`. Said as "Copy name". */
  what: string;
  /** Shows the words beside the icon. */
  withText?: boolean;
  className?: string;
};

/** Copies an exact text and says so. */
export function CopyButton({ text, what, withText, className }: CopyButtonProps) {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) {
      return;
    }
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [isDone]);

  const copy = async () => {
    const copied = await copyText(text);
    setDone(copied);
    if (copied) {
      announce(`Copied ${what}`, { quiet: true });
    } else {
      announce('The browser did not allow copying. Select the text and copy it by hand.', { tone: 'bad' });
    }
  };

  return (
    <button
      type="button"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => void copy()}
      className={classNames(
        'relative z-10 inline-flex size-6 shrink-0 items-center justify-center gap-1 rounded-sm text-faint hover:bg-hover hover:text-ink',
        withText && 'w-auto px-1.5 text-xs',
        className,
      )}
    >
      <Icon name={isDone ? 'pass' : 'copy'} size={12} className={isDone ? 'text-ok' : undefined} />
      {withText && (isDone ? 'Copied' : `Copy ${what}`)}
    </button>
  );
}
