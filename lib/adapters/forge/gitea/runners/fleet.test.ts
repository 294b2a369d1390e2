import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takesJob } from '#lib/domain/runner/takes-job.ts';
import { listen } from '#lib/testing/net/listen.ts';
import { createGiteaFleet } from './fleet.ts';

const runner = (id: number, more: object = {}) => ({
  id,
  name: `runner-${id}`,
  status: 'online',
  busy: false,
  ephemeral: false,
  labels: [
    { id: 0, name: 'ubuntu-latest', type: 'custom' },
    { id: 0, name: 'arm64', type: 'custom' },
  ],
  ...more,
});
const job = (id: number, status: string, more: object = {}) => ({
  id,
  status,
  name: `build-${id}`,
  labels: ['ubuntu-latest'],
  head_branch: 'main',
  created_at: '2026-11-22T10:00:00Z',
  started_at: '0001-01-01T00:00:00Z',
  ...more,
});

type Answer = { status?: number; body: unknown };

let server: Server;
let url: string;
let asked: string[];
/** By the path below `/api/v1`; what is not there is not found. */
let answers: Record<string, (query: URLSearchParams) => Answer>;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://gitea');
    asked.push(`${request.headers.authorization} ${pathname}`);
    const found = answers[pathname.replace('/api/v1', '')]?.(searchParams);
    const { status = 200, body } = found ?? { status: 404, body: { message: 'not found', url: 'x' } };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  ({ url } = await listen(server));
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const fleet = (places: { instance?: boolean; organizations?: string[]; repositories?: string[] }) =>
  createGiteaFleet({
    id: 'gitea',
    label: 'Runners of gitea',
    url: `${url}/`,
    token: 'secret',
    timeoutMs: 5_000,
    instance: false,
    organizations: [],
    repositories: [],
    ...places,
  });
const pages =
  (key: string, all: readonly object[]) =>
  (query: URLSearchParams): Answer => {
    const [page, limit] = [Number(query.get('page')), Number(query.get('limit'))];
    const items = all.slice((page - 1) * limit, page * limit);
    return { body: { total_count: all.length, [key]: items.length === 0 ? null : items } };
  };

describe('the runners of a Gitea', () => {
  it('are read from all pages of every place, with what runs on them and what waits', async () => {
    const many = Array.from({ length: 120 }, (_, at) => runner(at + 1));
    answers['/admin/actions/runners'] = pages('runners', many);
    const running = { runner_id: 7, started_at: '2026-11-22T10:00:05Z', html_url: `${url}/acme/shop/actions/runs/3` };
    answers['/admin/actions/jobs'] = (query) =>
      query.get('status') === 'queued'
        ? pages('jobs', [job(1, 'queued', { html_url: 'https://evil.example/a/b' })])(query)
        : pages('jobs', [job(2, 'in_progress', running)])(query);
    answers['/orgs/acme/actions/runners'] = pages('runners', [runner(500, { status: 'offline', disabled: true })]);
    answers['/orgs/acme/actions/jobs'] = pages('jobs', []);
    const { runners, waiting, gaps } = await fleet({ instance: true, organizations: ['acme'] }).read();
    expect(runners.size).toBe(121);
    expect(gaps.size).toBe(0);
    expect(runners.get('gitea/7')).toMatchObject({
      forge: 'gitea',
      scope: { level: 'instance', paths: [] },
      architecture: 'arm64',
      jobs: [{ name: 'build-2', repository: 'acme/shop', queuedMs: 5_000, url: `${url}/acme/shop/actions/runs/3` }],
    });
    expect(runners.get('gitea/500')).toMatchObject({ status: 'offline', paused: true, scope: { paths: ['acme'] } });
    // It says itself where its page is, and that leads nowhere else.
    expect([...waiting.values()]).toMatchObject([
      { name: 'build-1', repository: '', url: null, labels: ['ubuntu-latest'] },
    ]);
    expect(asked.every((one) => one.startsWith('Bearer secret /api/v1/'))).toBe(true);
  });

  it('of an older version are told without jobs, and a place that may not be seen is named with its right', async () => {
    answers['/repos/acme/shop/actions/runners'] = pages('runners', [runner(1)]);
    answers['/orgs/acme/actions/runners'] = () => ({ status: 403, body: { message: 'must be an owner' } });
    const { runners, gaps } = await fleet({ organizations: ['acme'], repositories: ['acme/shop'] }).read();
    expect([...runners.keys()]).toEqual(['gitea/1']);
    expect([...gaps.values()].map(({ subject, reason, remedy }) => `${subject}: ${reason} ${remedy}`)).toEqual([
      expect.stringMatching(
        /^The runners of the whole instance: they are not asked for Set instance: true for the runners/,
      ),
      expect.stringMatching(/^The runners of the organization acme: 403 must be an owner .*read:organization/),
      expect.stringMatching(/^The jobs of the repository acme\/shop: 404 not found Gitea tells of jobs from 1\.25/),
    ]);
  });

  it('that nobody may see, or whose answer is something else, are a failure that says so', async () => {
    await expect(fleet({ organizations: ['acme'] }).read()).rejects.toMatchObject({ kind: 'not-found', status: 404 });
    answers['/orgs/acme/actions/runners'] = () => ({ body: { runners: [{ id: 'x' }], total_count: 1 } });
    await expect(fleet({ organizations: ['acme'] }).read()).rejects.toMatchObject({
      kind: 'invalid-response',
      words: expect.stringContaining("another shape than Gitea's"),
    });
    answers['/orgs/acme/actions/runners'] = () => ({ status: 503, body: 'a page' });
    await expect(fleet({ organizations: ['acme'] }).read()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('take a job by every label of it, letter for letter, and one without labels', async () => {
    answers['/repos/acme/shop/actions/runners'] = pages('runners', [runner(1)]);
    const { runners } = await fleet({ repositories: ['acme/shop'] }).read();
    const [one] = runners.values();
    const asks = (labels: string[], repository = '') =>
      one &&
      takesJob(one, { forge: 'gitea', labels, repository, group: '', isProtected: false, architectures: [] }).outcome;
    expect([asks(['ubuntu-latest', 'arm64']), asks([]), asks(['Ubuntu-latest']), asks([], 'acme/other')]).toEqual([
      ...['takes', 'takes', 'no', 'no'],
    ]);
  });
});
