import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample } from './testing/example-gitlab.ts';

type Received = { headers: IncomingHttpHeaders; body: Record<string, unknown> };

let gitlab: ExampleGitLab;
let listener: Server;
let received: Received[] = [];
let answerWith = 200;
let url: string;
const requests = '/projects/platform%2Fgitops/merge_requests';

beforeAll(async () => {
  gitlab = await startExample();
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`;
});

beforeEach(() => {
  received = [];
  answerWith = 200;
  gitlab.setWebhooks(PROJECT, [{ url, token: 'hook-secret' }]);
});

afterAll(async () => {
  await stopExample(gitlab);
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
});

const of = (kind: string) => received.filter(({ body }) => body.object_kind === kind).map(({ body }) => body);

describe('webhooks', () => {
  it('tell pushes and what becomes of merge requests, with the headers GitLab sends', async () => {
    const sha = await gitlab.act.push(PROJECT, 'hooked', { 'hooked.txt': '1', 'README.md': 'new' }, 'ada', 'Hook it');
    await gitlab.api('ada', 'POST', requests, { source_branch: 'hooked', target_branch: 'main', title: 'Hooked' });
    await gitlab.idle();
    const next = await gitlab.act.push(PROJECT, 'hooked', { 'hooked.txt': '2' }, 'ada');
    await gitlab.idle();
    await gitlab.act.approve(PROJECT, 1, 'grace');
    await gitlab.act.merge(PROJECT, 1, 'grace');
    await gitlab.idle();

    const [push] = received;
    expect(push?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'GitLab/17.7.7',
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-token': 'hook-secret',
      'x-gitlab-instance': gitlab.url,
    });
    expect(push?.headers['x-gitlab-event-uuid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(push?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(of('push')[0]).toMatchObject({
      ref: 'refs/heads/hooked',
      before: '0'.repeat(40),
      after: sha,
      checkout_sha: sha,
      user_username: 'ada',
      total_commits_count: 2,
      project: { path_with_namespace: PROJECT, default_branch: 'main' },
    });
    const commits = of('push')[0]?.commits as { id: string }[];
    expect(commits.at(-1)).toMatchObject({ id: sha, added: ['hooked.txt'], modified: ['README.md'], removed: [] });

    const actions = of('merge_request').map((body) => body.object_attributes as Record<string, unknown>);
    expect(actions.map((each) => each.action)).toEqual(['open', 'update', 'approved', 'merge']);
    expect(actions[1]).toMatchObject({ oldrev: sha, last_commit: { id: next } });
    expect(actions[3]).toMatchObject({ state: 'merged', iid: 1, target_branch: 'main' });
    const pushed = of('push').map((body) => `${body.ref} ${body.user_username}`);
    expect(pushed.slice(-2).sort()).toEqual(['refs/heads/hooked grace', 'refs/heads/main grace']);
    expect(of('push').at(-1)?.after, 'the source branch goes with the merge').toBe('0'.repeat(40));
  });

  it('are sent once each, and rest after four failures in a row', async () => {
    answerWith = 500;
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await gitlab.act.push(PROJECT, 'failing', { 'f.txt': String(number) }, 'ada');
      await gitlab.idle();
    }
    expect(received.length).toBeLessThan(6);
    expect(received.length).toBeGreaterThanOrEqual(4);
    const [hook] = gitlab.inspect.hooks(PROJECT);
    expect(hook?.disabledUntil).toBeGreaterThan(0);
    const statuses = gitlab.inspect
      .deliveries()
      .slice(-4)
      .map((delivery) => delivery.status);
    expect(statuses).toEqual([500, 500, 500, 500]);
  });

  it('that reach nobody do no harm', async () => {
    gitlab.setWebhooks(PROJECT, [{ url: 'http://127.0.0.1:9/none', token: '' }]);
    await gitlab.act.push(PROJECT, 'nobody', { 'n.txt': '1' }, 'ada');
    await gitlab.idle();
    expect(gitlab.inspect.deliveries().at(-1)).toMatchObject({ url: 'http://127.0.0.1:9/none', status: null });
  });

  it('are kept by maintainers over the API, and the secret is not told again', async () => {
    const hooks = '/projects/platform%2Fgitops/hooks';
    expect((await gitlab.api('ada', 'GET', hooks)).status).toBe(403);
    const made = await gitlab.api('grace', 'POST', hooks, { url, token: 'second', merge_requests_events: true });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ url, push_events: true, merge_requests_events: true, pipeline_events: false });
    expect(JSON.stringify(made.body)).not.toContain('second');
    const { id } = made.body as { id: number };
    expect((await gitlab.api('grace', 'POST', hooks, { url: 'file:///etc/passwd' })).status).toBe(422);
    expect((await gitlab.api('grace', 'DELETE', `${hooks}/${id}`)).status).toBe(204);
    expect(gitlab.inspect.hooks(PROJECT)).toHaveLength(1);
  });
});
