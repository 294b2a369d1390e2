'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Icon } from '#components/ui/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { nextMenuIndex } from '#components/ui/menu-keys.ts';
import { safeHref } from '#components/ui/safe-href.ts';
import { groupsFor, type PaletteItem, searchableItems } from './palette-item.ts';
import { PaletteOption } from './palette-option.tsx';
import { type PaletteProvider, usePaletteItems } from './use-palette-items.ts';

export type CommandPaletteProps = { provider: PaletteProvider; onClose: () => void };

const STATE_WORDS = {
  loading: 'Looking…',
  ready: '',
  failed: 'What can be found could not be read. Close and try again.',
};

/** Finds anything by a few letters and goes there. Loaded when it is first opened. */
export function CommandPalette({ provider, onClose }: CommandPaletteProps) {
  const id = useId();
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { items, state } = usePaletteItems(provider);
  const [query, setQuery] = useState('');
  const [pointed, setPointed] = useState('');
  const deferredQuery = useDeferredValue(query);
  const texts = useMemo(() => searchableItems(items), [items]);
  const groups = useMemo(() => groupsFor(deferredQuery, texts), [deferredQuery, texts]);
  const shown = groups.flatMap(({ found }) => found.map(({ item }) => item));
  const at = Math.max(
    0,
    shown.findIndex((item) => item.id === pointed),
  );
  const active = shown[at];
  const optionId = (item: PaletteItem) => `${id}-${item.id}`;

  useEffect(() => dialog.current?.showModal(), []);

  const choose = useCallback(
    (item: PaletteItem) => {
      onClose();
      if (safeHref(item.href).kind === 'internal') {
        router.push(item.href);
      }
    },
    [onClose, router],
  );
  const handleKey = (event: KeyboardEvent) => {
    const next = event.key === 'Home' || event.key === 'End' ? null : nextMenuIndex(event.key, at, shown.length);
    const target = next === null ? undefined : shown[next];
    if (target) {
      event.preventDefault();
      setPointed(target.id);
      list.current?.querySelector(`#${CSS.escape(optionId(target))}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active) {
      event.preventDefault();
      choose(active);
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
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Icon name="search" className="text-faint" />
        <input
          role="combobox"
          aria-label="Find anything"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active && optionId(active)}
          aria-autocomplete="list"
          placeholder="Find an application, a pod, a template, a page…"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setPointed('');
          }}
          onKeyDown={handleKey}
          className="h-11 min-w-0 flex-1 bg-transparent text-base outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Found"
        tabIndex={-1}
        className="min-h-0 overflow-y-auto p-1.5"
      >
        {groups.map(({ group, found }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list of options.
          <div key={group} role="group" aria-label={group}>
            <div aria-hidden="true" className="px-2 pt-2 pb-1 text-muted text-xs">
              {group}
            </div>
            {found.map(({ item, at: marks }) => (
              <PaletteOption
                key={item.id}
                id={optionId(item)}
                item={item}
                at={marks}
                isActive={item === active}
                onPoint={setPointed}
                onChoose={choose}
              />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className="px-3.5 pb-2 text-muted text-sm empty:hidden">
        {shown.length === 0 && state === 'ready' ? `Nothing is called “${query}”.` : STATE_WORDS[state]}
      </p>
    </dialog>
  );
}
