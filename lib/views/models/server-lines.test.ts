import { expect, it } from 'vitest';
import { endpointRow } from '#lib/testing/endpoint-row.ts';
import { chosenServers, shownDrift, toServerLine } from './server-lines.ts';

it('a server in a line: how many models it holds and has, and how much is not as git says', () => {
  expect(toServerLine(endpointRow('one', { loaded: 2, drift: 48 }))).toEqual({
    id: 'one',
    label: 'one',
    source: 'models/one',
    held: { loaded: 2, installed: 50 },
    drift: 48,
  });
  expect(toServerLine({ ...endpointRow('two'), held: null, drift: null })).toMatchObject({ held: null, drift: null });
});

it('the address may choose a server; one that is not there chooses none', () => {
  const servers = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  expect(chosenServers(servers, 'b')).toEqual([{ id: 'b' }]);
  expect(chosenServers(servers, '')).toEqual(servers);
  expect(chosenServers(servers, 'gone')).toEqual(servers);
});

it('beside many others a server shows the worst of its drift, alone all that is told', () => {
  const one = endpointRow('one', { drift: 48 });
  expect([1, 2, 3, 20].map((servers) => shownDrift(one, servers).length)).toEqual([48, 48, 5, 5]);
  expect(shownDrift(one, 20)[0]?.id).toBe(one.drift?.rows[0]?.id);
  expect(shownDrift({ drift: null }, 1)).toEqual([]);
});
