'use client';

import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import type { PaletteItem } from './palette-item.ts';

/** The label with the matched letters marked. */
function Marked({ text, at }: { text: string; at: readonly number[] }) {
  if (at.length === 0) {
    return text;
  }
  const marked = new Set(at);
  return Array.from(text, (letter, index) =>
    marked.has(index) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a letter is its place.
      <b key={index} className="font-semibold text-accent-text">
        {letter}
      </b>
    ) : (
      letter
    ),
  );
}

export type PaletteOptionProps = {
  id: string;
  item: PaletteItem;
  at: readonly number[];
  isActive: boolean;
  onPoint: (id: string) => void;
  onChoose: (item: PaletteItem) => void;
};

/** One line of the palette. */
export const PaletteOption = memo(function PaletteOption({
  id,
  item,
  at,
  isActive,
  onPoint,
  onChoose,
}: PaletteOptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works through the input, which points here.
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      onPointerMove={() => onPoint(item.id)}
      onClick={() => onChoose(item)}
      className={classNames(
        'flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm',
        isActive && 'bg-selected',
      )}
    >
      {item.icon && <Icon name={item.icon} size={14} className={item.tone ? TONE_TEXT[item.tone] : 'text-muted'} />}
      <span className="max-w-3/4 flex-none truncate">
        <Marked text={item.label} at={at} />
      </span>
      {item.hint && <span className="ms-auto min-w-0 truncate text-muted text-xs">{item.hint}</span>}
    </div>
  );
});
