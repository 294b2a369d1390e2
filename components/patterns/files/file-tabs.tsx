'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';

export type FileTab = {
  path: string;
  content: ReactNode;
  /** Behind the name: counts, `new`. */
  mark?: ReactNode;
  trouble?: 'bad' | 'warn';
};

export type FileTabsProps = {
  label: string;
  files: readonly FileTab[];
  /** The open one, when it is kept outside; without it the tabs keep it themselves. */
  current?: string;
  onSelect?: (path: string) => void;
};

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

function shortName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

type TabButtonProps = { id: string; panelId: string; file: FileTab; isOpen: boolean; onOpen: () => void };

function TabButton({ id, panelId, file, isOpen, onOpen }: TabButtonProps) {
  return (
    <button
      type="button"
      role="tab"
      id={id}
      aria-selected={isOpen}
      aria-controls={panelId}
      tabIndex={isOpen ? 0 : -1}
      title={file.path}
      onClick={onOpen}
      className={classNames(
        'flex h-9 shrink-0 items-center gap-1.5 border-line border-e px-3 font-mono text-xs focus-visible:-outline-offset-2',
        isOpen ? 'bg-surface text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {shortName(file.path)}
      {file.trouble && (
        <Icon
          name="warn"
          size={12}
          label="with findings"
          className={file.trouble === 'bad' ? 'text-bad' : 'text-warn'}
        />
      )}
      {file.mark}
    </button>
  );
}

/** A few files, one shown at a time; arrow keys go from one to the next. A file that goes away leaves the first one open. */
export function FileTabs({ label, files, current, onSelect }: FileTabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState('');
  const found = files.findIndex((file) => file.path === (current ?? chosen));
  const at = Math.max(found, 0);
  const open = files[at];
  if (!open) {
    return null;
  }
  const select = (path: string) => {
    setChosen(path);
    onSelect?.(path);
  };
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const next = by === undefined ? undefined : files.at((at + by) % files.length);
    if (next) {
      event.preventDefault();
      select(next.path);
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[files.indexOf(next)]?.focus();
    }
  };
  return (
    <div className="min-w-0">
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={step}
        className="flex overflow-x-auto border-line border-b bg-sunken"
      >
        {files.map((file, index) => (
          <TabButton
            key={file.path}
            id={`${id}-tab-${index}`}
            panelId={`${id}-panel`}
            file={file}
            isOpen={index === at}
            onOpen={() => select(file.path)}
          />
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${at}`}>
        {open.content}
      </div>
    </div>
  );
}
