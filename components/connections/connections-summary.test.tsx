import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type LineStatus, silentSince } from '#lib/browser/live/event-line.ts';
import type { ConnectionState } from '#lib/domain/connection/row.ts';
import { ConnectionsSummary } from './connections-summary.tsx';

const AT = Date.UTC(2026, 10, 21, 3);
const render = (states: ConnectionState[], troubles: number, line: LineStatus['state']) =>
  renderToStaticMarkup(
    <ConnectionsSummary states={states} troubles={troubles} silentSince={silentSince({ state: line, since: AT })} />,
  ).replaceAll(/<(?!time)[^>]+>/g, '');

describe('the sentence above all connections', () => {
  it.each(['idle', 'connecting', 'live'] as const)('says how they stand while the line is %s', (line) => {
    expect(render(['live'], 0, line)).toBe('Everything works.');
    expect(render(['live', 'starting'], 0, line)).toContain('have not been asked yet');
    expect(render(['stale'], 1, line)).toBe('1 thing needs attention.');
    expect(render(['stale', 'problem'], 2, line)).toBe('2 things need attention.');
  });

  it.each(['reconnecting', 'stale'] as const)('says as of when it knows that while the line is %s', (line) => {
    const fine = render(['live'], 0, line);
    expect(fine).not.toContain('Everything works');
    expect(fine).toContain('This browser does not hear from the portal');
    expect(fine).toContain('everything worked');
    expect(fine).toContain('dateTime="2026-11-21T03:00:00.000Z"');
    expect(render(['live', 'starting'], 0, line)).toContain('nothing was wrong');
    expect(render(['stale'], 1, line)).toContain('1 thing needed attention');
    expect(render(['stale', 'problem'], 2, line)).toContain('2 things needed attention');
  });
});
