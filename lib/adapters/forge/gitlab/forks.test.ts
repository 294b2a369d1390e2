import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createGitLab } from './host.ts';

const request = (iid: number, sourceProject: number) => ({
  iid,
  state: 'opened',
  title: 'x',
  web_url: 'http://gitlab/x',
  source_branch: 'portolan/shop',
  target_branch: 'main',
  source_project_id: sourceProject,
  target_project_id: 1,
  author: { id: 1, username: 'eve' },
});
let listed: unknown[] = [];
let server: Listening;

beforeAll(async () => {
  server = await listen(
    createServer((incoming, answer) => {
      answer.setHeader('content-type', 'application/json');
      const iid = /merge_requests\/(\d+)/.exec(incoming.url ?? '')?.[1];
      answer.end(JSON.stringify(iid === undefined ? listed : request(Number(iid), 1)));
    }),
  );
});
afterAll(() => server.close());

it('takes no merge request of a fork for its own, although its branch has the same name', async () => {
  const forge = createGitLab({ id: 'gitlab', url: server.url }).as({ accessToken: 'x' });
  listed = [request(9, 2)];
  expect(await forge.findMergeRequest('a/b', 'portolan/shop', 'main')).toBeNull();
  listed = [request(9, 2), request(5, 1)];
  expect((await forge.findMergeRequest('a/b', 'portolan/shop', 'main'))?.iid).toBe(5);
});
