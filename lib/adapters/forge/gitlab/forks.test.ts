import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
const server = createServer((incoming, answer) => {
  answer.setHeader('content-type', 'application/json');
  const iid = /merge_requests\/(\d+)/.exec(incoming.url ?? '')?.[1];
  answer.end(JSON.stringify(iid === undefined ? listed : request(Number(iid), 1)));
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('takes no merge request of a fork for its own, although its branch has the same name', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const forge = createGitLab({ id: 'gitlab', url }).as({ accessToken: 'x' });
  listed = [request(9, 2)];
  expect(await forge.findMergeRequest('a/b', 'portolan/shop', 'main')).toBeNull();
  listed = [request(9, 2), request(5, 1)];
  expect((await forge.findMergeRequest('a/b', 'portolan/shop', 'main'))?.iid).toBe(5);
});
