import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import { NO_QUESTION } from '#lib/views/models/models-params.ts';
import { ALL_INSTALLED } from '#lib/views/models/select-installed.ts';
import type { ServerLine } from '#lib/views/models/server-lines.ts';
import { ServerTable } from './server-table.tsx';

const control = {
  state: { ...ALL_INSTALLED, question: NO_QUESTION, serverColumns: {} },
  href: () => '/models',
  select: () => undefined,
};
const server = (id: string, drift: number | null, isKnown = true): ServerLine => {
  return { id, label: id, source: `models/${id}`, held: isKnown ? { loaded: 0, installed: 1 } : null, drift };
};

/** What the name of each server says besides. */
function marks(rows: ServerLine[], states: Record<string, SourceState> = {}): Record<string, [string, string]> {
  const sources = rows.map(({ id, source, label }) => {
    return { id: source, label, state: states[id] ?? ('live' as const), asOf: 0, since: 0 };
  });
  const page = renderToStaticMarkup(<ServerTable control={control} rows={rows} sources={sources} />);
  const cells = [...page.matchAll(/data-column="name".*?(?=data-column="loaded")/gs)].map(([cell]) => cell);
  return Object.fromEntries(
    rows.map(({ id }, at) => {
      const cell = cells[at] ?? '';
      return [id, [/aria-label="([^"]*)"/.exec(cell)?.[1] ?? '', /data-freshness="(\w+)"/.exec(cell)?.[1] ?? '']];
    }),
  );
}

it('says of each server whether it is as git says, and nothing of one that is not compared', () => {
  expect(marks([server('same', 0), server('other', 2), server('alone', null), server('silent', null, false)])).toEqual({
    same: ['as git says', ''],
    other: ['2 not as git says', ''],
    alone: ['not compared with git', ''],
    silent: ['not known', ''],
  });
});

it('marks the server that has not answered of late, and no others', () => {
  const rows = [server('a', 0), server('b', 0), server('c', 0)];
  const fresh = Object.fromEntries(Object.entries(marks(rows, { b: 'stale' })).map(([id, [, state]]) => [id, state]));
  expect(fresh).toEqual({ a: '', b: 'stale', c: '' });
});
