import { describe, expect, it } from 'vitest';
import { toGatewayRow } from '#lib/domain/gateway/run-row.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { gatewayRun } from '#lib/testing/gateway/gateway-run.ts';
import { createScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { readLines } from './lines.ts';

const DANA = { accountId: 'dana', username: 'dana', name: 'Dana' };
const RUI = { accountId: 'rui', username: 'rui', name: 'Rui' };

describe('the line', () => {
  it('gives each its turn by who asked, and every server a line of its own', () => {
    const rows = testCollection<ReturnType<typeof toGatewayRow>>();
    const put = (id: string, requester: typeof DANA, more: Partial<ReturnType<typeof toGatewayRow>> = {}) =>
      rows.set(id, { ...toGatewayRow(gatewayRun({ id, requester, createdAt: Number(id) })), ...more });
    put('1', DANA, { state: 'writing' });
    put('2', DANA);
    put('3', DANA);
    put('4', RUI);
    put('5', RUI, { server: 'other' });
    put('6', RUI, { state: 'draft' });
    const lines = readLines({ gateway: gatewayWith(createScriptedModel(), { rows }) });
    expect(lines.map(({ id, place }) => [id, place])).toEqual([
      ['6', null],
      ['5', 1],
      // Rui has nothing at work there yet.
      ['4', 1],
      ['3', 3],
      ['2', 2],
      ['1', null],
    ]);
  });
});
