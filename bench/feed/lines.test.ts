import { expect, it } from 'vitest';
import { FIRST_VERSION, fillLine, lineTemplate } from './lines.ts';

it('a line is an event with the version and the stamp it was given, and leaves its template as it was', () => {
  const template = lineTemplate({
    metadata: { name: 'web', resourceVersion: '7' },
    status: { sync: { status: 'Synced', revision: 'a'.repeat(40) }, health: {} },
  });
  const read = (version: number, stamp: string) => JSON.parse(fillLine(template, version, stamp).toString('utf8'));
  expect(read(FIRST_VERSION + 5, '0012abcd')).toEqual({
    type: 'MODIFIED',
    object: {
      metadata: { name: 'web', resourceVersion: String(FIRST_VERSION + 5) },
      status: { sync: { status: 'Synced', revision: `0012abcd${'0'.repeat(32)}` }, health: {} },
    },
  });
  expect(read(FIRST_VERSION, 'ffffffff').object.status.sync.revision).toMatch(/^f{8}0{32}$/);
});
