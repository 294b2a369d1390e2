import { afterEach, describe, expect, it } from 'vitest';
import {
  answerFrom,
  type Canned,
  type CannedSample,
  NO_PLACES,
  startCanned,
} from '#lib/testing/prometheus/canned-prometheus.ts';
import { diagnosePrometheus } from './diagnose.ts';

let canned: Canned | undefined;
afterEach(() => canned?.close());

type Side = { samples?: CannedSample[]; warnings?: string[]; status?: number; version?: unknown };

async function diagnose({ samples = [], warnings = [], status = 200, version }: Side) {
  const answer = answerFrom(samples, { warnings });
  canned = await startCanned((promql, response, { url = '' }) => {
    if (!url.includes('buildinfo')) {
      response.writeHead(status).end(JSON.stringify(answer(promql)));
    } else if (version === undefined) {
      response.writeHead(404).end('404 page not found');
    } else {
      response.end(JSON.stringify({ status: 'success', data: { version } }));
    }
  });
  const options = {
    id: 'prometheus',
    label: 'P',
    url: canned.url,
    credentials: null,
    timeoutMs: 5_000,
    places: NO_PLACES,
  };
  return await diagnosePrometheus({ ...options, secretName: 'PORTOLAN_PROMETHEUS_TOKEN' });
}

const cards = (count: number): CannedSample[] =>
  Array.from({ length: count }, (_, index) => ({
    name: 'DCGM_FI_DEV_FB_USED',
    labels: { Hostname: `gpu-${index}`, gpu: '0' },
    value: 1,
  }));

describe('the check of a Prometheus', () => {
  it('names the machines it knows cards of, the first few', async () => {
    const { version, findings } = await diagnose({ samples: cards(7), version: '2.42.0' });
    expect(version).toBe('Prometheus 2.42.0');
    expect(findings).toContainEqual({
      subject: 'cards',
      state: 'ok',
      detail: '7, on gpu-0, gpu-1, gpu-2, gpu-3, gpu-4 and 2 more',
    });
  });

  it('warns of what it does not scrape, and says what to have it scrape', async () => {
    expect((await diagnose({ version: '3.0.0' })).findings).toMatchObject([
      { subject: 'server', state: 'ok' },
      {
        subject: 'cards',
        state: 'warning',
        detail: 'it has no series DCGM_FI_DEV_*',
        remedy: expect.stringContaining('9400'),
      },
      { subject: 'machines', state: 'warning', remedy: expect.stringContaining('9100') },
    ]);
  });

  it('takes what answers as one and has no version', async () => {
    expect(await diagnose({ samples: cards(1) })).toMatchObject({ version: null, findings: [{ state: 'ok' }, {}, {}] });
  });

  it('passes on what it says against its own answer', async () => {
    expect((await diagnose({ warnings: ['a store is away'], version: '2.42.0' })).findings).toContainEqual({
      subject: 'warning',
      state: 'warning',
      detail: 'a store is away',
    });
  });

  it.each([
    [401, /PORTOLAN_PROMETHEUS_TOKEN/],
    [403, /PORTOLAN_PROMETHEUS_TOKEN/],
    [404, /prometheus\.url.*Grafana/],
    [302, /prometheus\.url/],
    [503, /overloaded/],
  ])('says what helps against %s', async (status, remedy) => {
    expect((await diagnose({ status })).findings).toEqual([
      { subject: 'server', state: 'problem', detail: expect.any(String), remedy: expect.stringMatching(remedy) },
    ]);
  });
});
