'use client';

import { announce } from '#components/ui/announcements.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Menu, MenuHeading, MenuItem } from '#components/ui/menu.tsx';
import { fileName } from './file-name.ts';
import type { PlainColumn } from './plain-cell.ts';
import { saveFile } from './save-file.ts';
import { toCsv } from './to-csv.ts';
import { toJson } from './to-json.ts';

const FORMATS = [
  { ending: 'csv', label: 'CSV, for spreadsheets', type: 'text/csv;charset=utf-8;header=present', write: toCsv },
  { ending: 'json', label: 'JSON', type: 'application/json', write: toJson },
] as const;

export type ExportMenuProps<Row> = {
  /** The table's name. */
  label: string;
  columns: readonly PlainColumn<Row>[];
  /** All that match, in order. */
  rows: readonly Row[];
  /** Whether `rows` are really all of them. */
  isComplete: boolean;
};

/** Saves all rows that the search and the filters leave, in their order, with the columns that are shown. */
export function ExportMenu<Row>({ label, columns, rows, isComplete }: ExportMenuProps<Row>) {
  const count = rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`;
  const save = ({ ending, type, write }: (typeof FORMATS)[number]) => {
    const name = fileName(label, new Date(), ending);
    saveFile(name, type, write(columns, rows));
    announce(`Saved ${count} as ${name}.`);
  };
  return (
    <Menu
      label={`Export ${label}`}
      trigger={
        <>
          <Icon name="down" size={14} />
          <span aria-hidden="true">Export</span>
        </>
      }
      triggerClassName={buttonStyle('ghost', 'md')}
      side="below-end"
    >
      <MenuHeading>
        {isComplete ? `${count}, as searched and filtered` : 'The rows are still on their way.'}
      </MenuHeading>
      {isComplete &&
        FORMATS.map((format) => (
          <MenuItem key={format.ending} icon="file" onSelect={() => save(format)}>
            {format.label}
          </MenuItem>
        ))}
    </Menu>
  );
}
