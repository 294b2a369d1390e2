import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineReader, LineTooLongError } from './line-reader.ts';

const texts = (lines: Buffer[]) => lines.map((line) => line.toString('utf8'));

describe('createLineReader', () => {
  it('gives the same lines however the stream is cut, and keeps the unfinished one back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string().filter((text) => !text.includes('\n'))),
        fc.integer({ min: 1, max: 9 }),
        (lines, cutEvery) => {
          const bytes = Buffer.from(`${lines.map((line) => `${line}\n`).join('')}unfinished`);
          const reader = createLineReader(1_000_000);
          const read: string[] = [];
          for (let at = 0; at < bytes.length; at += cutEvery) {
            read.push(...texts(reader.push(bytes.subarray(at, at + cutEvery))));
          }
          expect(read).toEqual(lines.filter((line) => line !== ''));
        },
      ),
    );
  });

  it('gives a line up once it is longer than allowed', () => {
    const reader = createLineReader(10);
    expect(texts(reader.push(Buffer.from('short\n12345')))).toEqual(['short']);
    expect(() => reader.push(Buffer.from('678901'))).toThrow(LineTooLongError);
  });
});
