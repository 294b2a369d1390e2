'use client';

import { type KeyboardEvent, memo, useEffect, useEffectEvent, useId, useRef } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { useShortcut } from '#components/ui/shortcuts/use-shortcut.ts';

export type SearchInputProps = {
  /** What is searched: `Search applications`. */
  label: string;
  value: string;
  /** Keep the same function between renders. */
  onChange: (value: string) => void;
};

/** Searches what is on the page. `/` comes here; Escape empties it, and again leaves it. */
export const SearchInput = memo(function SearchInput({ label, value, onChange }: SearchInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', label, 'In lists', () => input.current?.focus());
  // The page is there before its script: what was typed until then, nobody has heard.
  const hear = useEffectEvent(() => {
    const typed = input.current?.value ?? value;
    if (typed !== value) {
      onChange(typed);
    }
  });
  useEffect(() => hear(), []);
  const leave = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (value === '') {
        input.current?.blur();
      } else {
        onChange('');
      }
    }
  };
  const clear = () => {
    onChange('');
    input.current?.focus();
  };
  return (
    <search className="relative block w-full sm:w-64">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Icon name="search" size={14} className="pointer-events-none absolute start-2.5 top-2.25 text-faint" />
      <Input
        ref={input}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={leave}
        placeholder={label}
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        className="ps-8 pe-8"
      />
      {value === '' ? (
        <Kbd keys="/" className="pointer-events-none absolute end-1.5 top-1.5 max-sm:hidden" />
      ) : (
        <IconButton icon="close" label="Empty the search" onClick={clear} className="absolute end-0.5 top-0.5" />
      )}
    </search>
  );
});
