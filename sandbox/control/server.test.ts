import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxClock, type SandboxClock } from '../clock.ts';
import { createFaultSwitches, FAULT_KINDS, SANDBOX_SERVERS } from '../faults.ts';
import type { RunningServer } from '../http/server.ts';
import type { BroughtJobs, SandboxHandle } from './handle.ts';
import { allRules } from './page/switches.ts';
import { startControl } from './server.ts';

const HEADERS = { 'x-sandbox-control': '1', 'content-type': 'application/json' };

describe('control of the sandbox', () => {
  const clock: SandboxClock = createSandboxClock({ rate: 1 });
  const faults = createFaultSwitches();
  let applications = 27;
  let refreshed: (string | null)[] = [];
  const brought: BroughtJobs[] = [];
  let server: RunningServer;
  const sandbox: SandboxHandle = {
    clock,
    faults,
    describe: () => ({
      urls: { gitlab: 'http://127.0.0.1:1' },
      people: [{ username: 'dana', name: 'Dana', password: 'sandbox', isAdministrator: false, groups: ['a'] }],
      sizes: { applications },
    }),
    refreshArgo: async (application) => {
      refreshed.push(application);
      return application !== 'nobody';
    },
    bringJobs: (jobs) => {
      brought.push(jobs);
      return [7];
    },
    endJobs: () => brought.splice(0).length,
    generate: async (count) => {
      applications = count;
    },
  };

  beforeAll(async () => {
    server = await startControl({ port: 0, sandbox, portalUrl: 'http://localhost:3000/"><script>' });
  });
  afterAll(async () => {
    await server.close();
    clock.stop();
  });
  beforeEach(() => {
    faults.clear();
    refreshed = [];
    clock.setRate(1);
  });

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = HEADERS) {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${server.url}${path}`, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  it('tells its state to anybody on this machine', async () => {
    faults.set({ id: 'a', server: 'ollama', kind: 'hang' });
    const { status, body } = await send('GET', '/state', undefined, {});
    expect(status).toBe(200);
    expect(body).toEqual({
      urls: { gitlab: 'http://127.0.0.1:1' },
      people: [{ username: 'dana', name: 'Dana', password: 'sandbox', isAdministrator: false, groups: ['a'] }],
      sizes: { applications: 27 },
      clock: { rate: 1, now: expect.stringMatching(/Z$/) },
      faults: [{ id: 'a', server: 'ollama', kind: 'hang' }],
    });
  });

  it('sets the pace of the clock', async () => {
    expect(await send('PUT', '/clock', { rate: 60 })).toMatchObject({ status: 200, body: { rate: 60 } });
    expect(clock.rate).toBe(60);
  });

  it('switches faults on, shows them and switches them off', async () => {
    const rule = { server: 'gitlab', kind: 'status', status: 503, path: '/api/v4', remaining: 2 };
    expect(await send('PUT', '/faults/busy', rule)).toEqual({ status: 200, body: { ...rule, id: 'busy' } });
    expect(faults.list()).toEqual([{ ...rule, id: 'busy' }]);
    expect(await send('GET', '/faults/busy')).toEqual({ status: 200, body: { ...rule, id: 'busy' } });
    expect((await send('GET', '/faults')).body).toEqual({ faults: [{ ...rule, id: 'busy' }] });
    expect(await send('DELETE', '/faults/busy')).toEqual({ status: 204, body: null });
    expect(faults.list()).toEqual([]);
  });

  it('knows every fault that the servers know, for every one of them', async () => {
    const all = SANDBOX_SERVERS.flatMap((server) =>
      FAULT_KINDS.map((kind) => ({ id: `${server}-${kind}`, server, kind })),
    );
    expect(await send('PUT', '/faults', { faults: all })).toEqual({ status: 200, body: { faults: all } });
    expect(faults.list()).toEqual(all);
  });

  it('replaces all faults at once, or none when one of them is wrong', async () => {
    faults.set({ id: 'old', server: 'ollama', kind: 'hang' });
    const good = { id: 'new', server: 'kubernetes', kind: 'watch-close' };
    const refused = await send('PUT', '/faults', { faults: [good, { ...good, kind: 'fire' }] });
    expect(refused).toMatchObject({ status: 400, body: { field: 'faults.1.kind' } });
    expect(faults.list()).toMatchObject([{ id: 'old' }]);
    expect((await send('PUT', '/faults', { faults: [good] })).body).toEqual({ faults: [good] });
    expect(await send('DELETE', '/faults')).toMatchObject({ status: 204 });
    expect(faults.list()).toEqual([]);
  });

  it('has Argo CD look again, at one application or all', async () => {
    expect((await send('POST', '/argocd/refresh')).status).toBe(204);
    expect((await send('POST', '/argocd/refresh', { application: 'ollama' })).status).toBe(204);
    expect(refreshed).toEqual([null, 'ollama']);
    expect(await send('POST', '/argocd/refresh', { application: 'nobody' })).toMatchObject({ status: 404 });
  });

  it('makes the platform larger', async () => {
    expect(await send('POST', '/generate', { applications: 2000 })).toEqual({
      status: 200,
      body: { sizes: { applications: 2000 } },
    });
  });

  it('has jobs come to GitHub, and ends them', async () => {
    const labels = ['arc-linux-standard'];
    expect(await send('POST', '/github/jobs', { labels, count: 3 })).toEqual({ status: 201, body: { jobs: [7] } });
    const usual = { repository: 'hello-platform', workflow: 'ci', name: 'build', seconds: 60 };
    expect(brought).toEqual([{ ...usual, labels, count: 3 }]);
    expect(await send('DELETE', '/github/jobs')).toEqual({ status: 200, body: { ended: 1 } });
  });

  it.each<[string, string, unknown, number, string | undefined]>([
    ['PUT', '/clock', { rate: 0 }, 400, 'rate'],
    ['PUT', '/clock', { rate: -1 }, 400, 'rate'],
    ['PUT', '/clock', { rate: 'fast' }, 400, 'rate'],
    ['PUT', '/clock', {}, 400, 'rate'],
    ['PUT', '/clock', { rate: 1, more: 1 }, 400, 'more'],
    ['PUT', '/clock', [], 400, undefined],
    ['POST', '/generate', { applications: 20_001 }, 400, 'applications'],
    ['POST', '/generate', { applications: 1.5 }, 400, 'applications'],
    ['POST', '/github/jobs', {}, 400, 'labels'],
    ['POST', '/github/jobs', { labels: ['a'], count: 0 }, 400, 'count'],
    ['PUT', '/faults/a', { server: 'jenkins', kind: 'hang' }, 400, 'server'],
    ['PUT', '/faults/a', { server: 'gitlab', kind: 'status', status: 200 }, 400, 'status'],
    ['PUT', '/faults/a%20b', { server: 'gitlab', kind: 'hang' }, 400, 'id'],
    ['GET', '/faults/none', undefined, 404, undefined],
    ['DELETE', '/faults/none', undefined, 404, undefined],
    ['GET', '/nothing', undefined, 404, undefined],
    ['POST', '/state', {}, 405, undefined],
  ])('%s %s %j is %i', async (method, path, body, status, field) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(/\S/);
    expect(answer.body.field).toBe(field);
    expect(clock.rate).toBe(1);
    expect(faults.list()).toEqual([]);
  });

  it.each([
    ['PUT', '/clock', { rate: 5 }],
    ['PUT', '/faults/a', { server: 'gitlab', kind: 'hang' }],
    ['DELETE', '/faults', undefined],
    ['POST', '/argocd/refresh', {}],
    ['POST', '/generate', { applications: 1 }],
    ['POST', '/github/jobs', { labels: ['a'] }],
  ])('%s %s is not for web pages: without the header it is refused', async (method, path, body) => {
    const answer = await send(method, path, body, { 'content-type': 'application/json' });
    expect(answer).toMatchObject({ status: 403, body: { error: expect.stringContaining('x-sandbox-control') } });
    expect(clock.rate).toBe(1);
    expect(refreshed).toEqual([]);
  });

  it('a form is refused even with the header', async () => {
    const headers = { 'x-sandbox-control': '1', 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send('PUT', '/clock', { rate: 5 }, headers)).toMatchObject({ status: 415 });
  });

  it('a body that is no JSON, and one that is too large', async () => {
    const put = (body: string) => fetch(`${server.url}/clock`, { method: 'PUT', headers: HEADERS, body });
    expect((await put('{"rate"')).status).toBe(400);
    expect((await put(`"${'x'.repeat(2 * 1024 * 1024)}"`)).status).toBe(413);
  });

  it('another site gets nothing, whatever it sends', async () => {
    const foreign = ['http://evil.example', 'null', server.url.replace('http:', 'https:')];
    for (const origin of foreign) {
      const headers = { ...HEADERS, origin };
      expect((await send('GET', '/state', undefined, headers)).status, origin).toBe(403);
      expect((await send('PUT', '/clock', { rate: 5 }, headers)).status, origin).toBe(403);
    }
    expect((await send('PUT', '/clock', { rate: 5 }, { ...HEADERS, origin: server.url })).status).toBe(200);
  });

  describe('the page', () => {
    const get = async (path: string) => {
      const response = await fetch(`${server.url}${path}`);
      return { headers: response.headers, text: await response.text() };
    };

    it('has a switch for every kind of fault, and every rule that it sets is taken', async () => {
      const { text } = await get('/');
      const rules = [...text.matchAll(/data-rules="([^"]*)"/g)].flatMap(([, json = '']) =>
        JSON.parse(json.replaceAll('&quot;', '"')),
      );
      expect(rules).toEqual(allRules());
      expect(new Set(rules.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
      expect(new Set(rules.map((rule) => rule.server))).toEqual(new Set(SANDBOX_SERVERS));
      expect((await send('PUT', '/faults', { faults: rules })).status).toBe(200);
      expect(faults.list()).toEqual(rules);
    });

    it('has jobs come that the server takes', async () => {
      const { text } = await get('/');
      const jobs = [...text.matchAll(/data-jobs="([^"]*)"/g)].map(([, json = '']) =>
        JSON.parse(json.replaceAll('&quot;', '"')),
      );
      expect(jobs.length).toBeGreaterThan(1);
      for (const each of jobs) {
        expect(await send('POST', '/github/jobs', each)).toMatchObject({ status: 201 });
      }
    });

    it('lets nothing in it run but its own script, and nobody frame it', async () => {
      const { headers, text } = await get('/');
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(text).not.toMatch(/<script>|<style|\son\w+=|style=/);
      for (const [path, type] of [
        ['/page.css', 'text/css'],
        ['/page.js', 'text/javascript'],
      ]) {
        const { headers: own, text: content } = await get(path ?? '');
        expect(own.get('content-type')).toBe(`${type}; charset=utf-8`);
        expect(content.length).toBeGreaterThan(500);
      }
    });
  });

  it('a name that was pointed at this machine gets nothing', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { ...HEADERS, host: 'rebound.example.org' };
      httpRequest(`${server.url}/state`, { headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});
