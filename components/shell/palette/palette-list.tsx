'use client';

import type { FoundGroup, PaletteItem } from './palette-item.ts';
import { PaletteOption } from './palette-option.tsx';

export type PaletteListProps = {
  id: string;
  groups: readonly FoundGroup[];
  active: PaletteItem | undefined;
  onPoint: (id: string) => void;
  onChoose: (item: PaletteItem) => void;
};

/** The id of an item's line, for `aria-activedescendant`. */
export function optionId(listId: string, item: PaletteItem): string {
  return `${listId}-${item.id}`;
}

/** What was found, by group. */
export function PaletteList({ id, groups, active, onPoint, onChoose }: PaletteListProps) {
  return (
    <div id={id} role="listbox" aria-label="Found" tabIndex={-1} className="min-h-0 overflow-y-auto p-1.5">
      {groups.map(({ group, found }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a list of options.
        <div key={group} role="group" aria-label={group}>
          <div aria-hidden="true" className="px-2 pt-2 pb-1 text-muted text-xs">
            {group}
          </div>
          {found.map(({ item, at }) => (
            <PaletteOption
              key={item.id}
              id={optionId(id, item)}
              item={item}
              at={at}
              isActive={item === active}
              onPoint={onPoint}
              onChoose={onChoose}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
