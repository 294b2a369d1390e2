'use client';

import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { nextMenuIndex } from '#components/ui/menu-keys.ts';
import { safeHref } from '#components/ui/safe-href.ts';
import { PaletteInput } from './palette-input.tsx';
import type { PaletteItem } from './palette-item.ts';
import { optionId, PaletteList } from './palette-list.tsx';
import { paletteWords } from './palette-words.ts';
import { type PaletteProvider, useLookedUp, usePaletteItems } from './use-palette-items.ts';
import { usePaletteSearch } from './use-palette-search.ts';

export type CommandPaletteProps = { provider: PaletteProvider; onClose: () => void; go: (href: string) => void };

const STEPS = new Set(['ArrowUp', 'ArrowDown']);

/** Finds anything by a few letters and goes there. */
export function CommandPalette({ provider, onClose, go }: CommandPaletteProps) {
  const listId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const all = usePaletteItems(provider);
  const lookedUp = useLookedUp(provider, query);
  const { groups, shown, at, active, isCurrent, point } = usePaletteSearch(query, all.items, lookedUp.items);
  useEffect(() => dialog.current?.showModal(), []);
  /** Somebody pressed Enter, perhaps sooner than what they typed was looked for. */
  const [isEntered, setIsEntered] = useState(false);

  const choose = useCallback(
    (item: PaletteItem) => {
      onClose();
      if (safeHref(item.href).kind === 'internal') {
        go(item.href);
      }
    },
    [onClose, go],
  );
  const isDecided = isCurrent && (active !== undefined || all.state !== 'loading');
  useEffect(() => {
    if (isEntered && isDecided) {
      setIsEntered(false);
      if (active) {
        choose(active);
      }
    }
  }, [isEntered, isDecided, active, choose]);
  const handleKey = (event: KeyboardEvent) => {
    const next = STEPS.has(event.key) ? shown[nextMenuIndex(event.key, at, shown.length) ?? -1] : undefined;
    if (next) {
      event.preventDefault();
      point(next.id);
      document.getElementById(optionId(listId, next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      setIsEntered(true);
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Find anything"
      closedby="any"
      onClose={onClose}
      className="mx-auto mt-[10vh] max-h-[75dvh] w-[calc(100vw-2rem)] max-w-xl flex-col overflow-hidden rounded-lg border border-line-strong bg-raised open:flex"
    >
      <PaletteInput
        listId={listId}
        activeId={active && optionId(listId, active)}
        query={query}
        onQuery={(next) => {
          setQuery(next);
          setIsEntered(false);
          point('');
        }}
        onKeyDown={handleKey}
      />
      <PaletteList id={listId} groups={groups} active={active} onPoint={point} onChoose={choose} />
      <p role="status" className="px-3.5 pb-2 text-muted text-sm empty:hidden">
        {paletteWords(query, shown.length, [all, lookedUp])}
      </p>
    </dialog>
  );
}
