'use client';

import type { KeyboardEvent } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

export type PaletteInputProps = {
  listId: string;
  activeId: string | undefined;
  query: string;
  onQuery: (query: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** Where one types; the arrow keys move through the list below while the focus stays here. */
export function PaletteInput({ listId, activeId, query, onQuery, onKeyDown }: PaletteInputProps) {
  return (
    <div className="flex items-center gap-2 border-line border-b px-3">
      <Icon name="search" className="text-faint" />
      <input
        role="combobox"
        aria-label="Find anything"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        placeholder="Find an application, a pod, a template, a page…"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none"
      />
      <Kbd keys="Esc" />
    </div>
  );
}
