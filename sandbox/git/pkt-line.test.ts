import { describe, expect, it } from 'vitest';
import { BrokenRequestError, FLUSH, pktLine, readCommands } from './pkt-line.ts';

const [OLD, NEW] = ['1'.repeat(40), '2'.repeat(40)];

describe('the commands of a push', () => {
  it('are read up to the flush, without the capabilities', () => {
    const body =
      pktLine(`${OLD} ${NEW} refs/heads/main\0 report-status side-band-64k`) +
      pktLine(`${NEW} ${OLD} refs/heads/é\n`) +
      FLUSH +
      pktLine(`${OLD} ${NEW} refs/heads/in-the-pack`);
    expect(readCommands(Buffer.from(body))).toEqual([
      { before: OLD, after: NEW, ref: 'refs/heads/main' },
      { before: NEW, after: OLD, ref: 'refs/heads/é' },
    ]);
  });

  it('are none in a probe and none in lines that are something else', () => {
    expect(readCommands(Buffer.from(FLUSH))).toEqual([]);
    expect(readCommands(Buffer.from(pktLine('shallow abc') + FLUSH))).toEqual([]);
  });

  it.each(['zzzz', '0003', 'ffffshort'])('are refused when the packet %s is broken', (body) => {
    expect(() => readCommands(Buffer.from(body))).toThrow(BrokenRequestError);
  });
});
