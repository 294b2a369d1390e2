import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createScanner } from './scanner.ts';

const STREAM = [
  'HTTP/1.1 200 OK\r\n\r\nretry: 1000\n\nid: e.1\nevent: beat\ndata: 1\n\n',
  'id: e.2\nevent: delta\ndata: {"upsert":[{"id":"a","revision":"00000001"},{"revision":"00000002"}]}\n\n',
  'id: e.3\nevent: reset\ndata: {"reason":"slow"}\n\n',
  'id: e.4\nevent: delta\ndata: {"upsert":[{"revision":"ffffffff"}]}\n\n',
].join('');

it('finds every row, event and reset once, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: STREAM.length }), { maxLength: 30 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
      const rows: string[] = [];
      const counts = { events: 0, resets: 0 };
      const scan = createScanner({
        row: (stamp) => rows.push(stamp),
        event: () => {
          counts.events += 1;
        },
        reset: () => {
          counts.resets += 1;
        },
      });
      for (const [index, from] of places.entries()) {
        scan(Buffer.from(STREAM.slice(from, places[index + 1])));
      }
      expect([rows, counts]).toEqual([['00000001', '00000002', 'ffffffff'], { events: 4, resets: 1 }]);
    }),
  );
});
