'use client';

import { buttonStyle } from '#components/ui/button-style.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Menu, MenuCheck, MenuItem, MenuSeparator } from '#components/ui/menu.tsx';
import type { Column } from './column.ts';
import { type ColumnChoice, isShown, type Room, toggledColumn } from './column-choice.ts';

/** What was chosen, and how something else is; it is kept in the address of the page. */
export type ColumnControl = { chosen: ColumnChoice; choose: (next: ColumnChoice) => void };

export type ColumnMenuProps<Row> = {
  /** The table's name. */
  label: string;
  columns: readonly Column<Row>[];
  control: ColumnControl;
  room: Room;
};

/** Which columns are shown: all but the first, which is the row's name, can be hidden and brought back. */
export function ColumnMenu<Row>({ label, columns, control, room }: ColumnMenuProps<Row>) {
  const { chosen, choose } = control;
  return (
    <Menu
      label={`Columns of ${label}`}
      trigger={
        <>
          <Icon name="settings" size={14} />
          <span aria-hidden="true">Columns</span>
        </>
      }
      triggerClassName={buttonStyle('ghost', 'md')}
      side="below-end"
    >
      {columns.slice(1).map((column) => (
        <MenuCheck
          key={column.id}
          checked={isShown(column, chosen, room)}
          onToggle={() => choose(toggledColumn(column, chosen, room))}
        >
          {column.header}
        </MenuCheck>
      ))}
      {Object.keys(chosen).length > 0 && (
        <>
          <MenuSeparator />
          <MenuItem icon="refresh" onSelect={() => choose({})}>
            As usual
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
