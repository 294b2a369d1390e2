import { expect, it } from 'vitest';
import type { ServerLine } from '#lib/views/models/server-lines.ts';
import { summaryOf } from './summary.ts';

const server = (held: ServerLine['held'], drift: number | null = null): ServerLine => {
  return { id: 'lab', label: 'Lab', source: 'models/lab', held, drift };
};

it.each<[ServerLine[], string]>([
  [[server({ loaded: 1, installed: 1200 }, 0)], '1 in memory, 1,200 installed'],
  [
    [server({ loaded: 1, installed: 2 }, 3), server({ loaded: 0, installed: 5 }), server(null)],
    '3 servers: 1 in memory, 7 installed, 3 not as git says, 1 not known',
  ],
  [[server(null)], 'What it holds is not known now'],
  [[server(null), server(null)], '2 servers: what they hold is not known now'],
])('%#', (servers, words) => {
  expect(summaryOf(servers)).toBe(words);
});
