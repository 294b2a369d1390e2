import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample, TOKENS } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;

beforeAll(async () => {
  gitlab = await startExample();
  await gitlab.act.push(PROJECT, 'open', { 'open.txt': '1' }, 'ada');
  await gitlab.api('ada', 'POST', '/projects/1/merge_requests', {
    source_branch: 'open',
    target_branch: 'main',
    title: 't',
  });
});

/** Stopping throws what failed inside: an unhandled error of any request fails the file. */
afterAll(() => stopExample(gitlab));

const NASTY = [
  '--upload-pack=touch /tmp/owned',
  '-x',
  '$(touch /tmp/owned)',
  '`id`; id | id && id',
  "' OR 1=1 --",
  'a\u0000b',
  'a\nb',
  '../../../etc/passwd',
  'main^{tree}',
  'main:README.md',
  ':(glob)**',
  '@{-1}',
  '%2e%2e%2f',
  '%',
  '__proto__',
  'constructor',
  '\ud800',
  '🐙'.repeat(40),
  'x'.repeat(1200),
  '',
  ' ',
];

const e = encodeURIComponent;
/** Lone surrogates cannot be in an address. */
const inAddress = NASTY.filter((text) => text !== '\ud800');

describe('hostile values', () => {
  const addresses: ((text: string) => string)[] = [
    (text) => `/projects/${e(text)}`,
    (text) => `/projects/1/repository/branches/${e(text)}`,
    (text) => `/projects/1/repository/commits/${e(text)}`,
    (text) => `/projects/1/repository/commits?ref_name=${e(text)}&path=${e(text)}&since=${e(text)}`,
    (text) => `/projects/1/repository/files/${e(text)}?ref=main`,
    (text) => `/projects/1/repository/files/README.md/raw?ref=${e(text)}`,
    (text) => `/projects/1/repository/tree?path=${e(text)}&ref=main`,
    (text) => `/projects/1/repository/tree?pagination=keyset&page_token=${e(text)}`,
    (text) => `/projects/1/repository/compare?from=${e(text)}&to=main`,
    (text) => `/projects/1/repository/merge_base?refs[]=${e(text)}&refs[]=main`,
    (text) => `/projects/1/repository/blobs/${e(text)}`,
    (text) => `/projects/1/merge_requests?source_branch=${e(text)}&labels=${e(text)}&updated_after=${e(text)}`,
    (text) => `/projects/1/merge_requests/${e(text)}`,
    (text) => `/projects/1/events?after=${e(text)}&action=${e(text)}`,
    (text) => `/projects?page=${e(text)}&per_page=${e(text)}`,
    (text) => `/users/${e(text)}`,
    (text) => `/runners/${e(text)}`,
  ];

  it('in addresses are never an error of the server', async () => {
    for (const address of addresses) {
      for (const text of inAddress) {
        const { status } = await gitlab.api('root', 'GET', address(text));
        expect(status, address(text).slice(0, 200)).toBeLessThan(500);
      }
    }
  });

  it('in bodies are never an error of the server, and leave no file outside the repository', async () => {
    const action = { action: 'create', content: 'x' };
    const calls: [string, string, (text: string) => unknown][] = [
      ['POST', '/projects/1/repository/branches', (text) => ({ branch: text, ref: text })],
      [
        'POST',
        '/projects/1/repository/commits',
        (text) => ({
          branch: text,
          start_branch: 'main',
          commit_message: text,
          actions: [{ ...action, file_path: 'n.txt' }],
        }),
      ],
      [
        'POST',
        '/projects/1/repository/commits',
        (text) => ({
          branch: 'open',
          commit_message: 'm',
          author_name: text,
          author_email: text,
          actions: [{ ...action, file_path: text }],
        }),
      ],
      [
        'POST',
        '/projects/1/repository/commits',
        (text) => ({ branch: 'open', commit_message: 'm', start_sha: text, force: true, actions: [text, null, 7] }),
      ],
      [
        'PUT',
        '/projects/1/merge_requests/1',
        (text) => ({ title: text, description: text, labels: text, target_branch: text }),
      ],
      ['PUT', '/projects/1/merge_requests/1/merge', (text) => ({ sha: text, merge_commit_message: text })],
      ['POST', '/projects/1/merge_requests/1/notes', (text) => ({ body: text })],
      ['POST', '/projects/1/merge_requests/1/approve', (text) => ({ sha: text })],
      [
        'POST',
        '/projects/1/statuses/open',
        (text) => ({ state: 'success', name: text, ref: text, target_url: text, description: text }),
      ],
    ];
    for (const [method, path, body] of calls) {
      for (const text of NASTY) {
        const { status } = await gitlab.api('root', method, path, body(text));
        expect(status, `${method} ${path} ${JSON.stringify(body(text)).slice(0, 200)}`).toBeLessThan(500);
      }
    }
    const tree = await gitlab.inspect.files(PROJECT, 'open');
    expect(tree.filter((path) => path.startsWith('/') || path.split('/').includes('..'))).toEqual([]);
  });

  it('on pages and in sign-in are never an error of the server', async () => {
    for (const text of inAddress) {
      for (const path of [
        `/${e(text)}`,
        `/${PROJECT}/-/blob/${e(text)}`,
        `/oauth/authorize?client_id=${e(text)}&redirect_uri=${e(text)}`,
        `/users/sign_in?return_to=${e(text)}`,
        `/${e(text)}.git/info/refs?service=git-upload-pack`,
      ]) {
        const response = await fetch(gitlab.url + path, { redirect: 'manual' });
        expect(response.status, path.slice(0, 100)).toBeLessThan(500);
      }
    }
  });

  it('as a push are refused', async () => {
    const credentials = Buffer.from(`oauth2:${TOKENS.ada}`).toString('base64');
    for (const [body, encoding] of [
      ['zzzz', ''],
      ['0000', ''],
      ['not gzip', 'gzip'],
      [`0067${'0'.repeat(99)}`, ''],
    ] as const) {
      const response = await fetch(`${gitlab.url}/${PROJECT}.git/git-receive-pack`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${credentials}`,
          ...(encoding === '' ? {} : { 'content-encoding': encoding }),
        },
        body,
      });
      expect(response.status, body).toBeLessThan(500);
    }
  });

  it('cut off in the middle do no harm', async () => {
    const socket = connect(gitlab.port, '127.0.0.1');
    const half = `POST /api/v4/projects/1/repository/commits HTTP/1.1\r\nhost: x\r\nprivate-token: ${TOKENS.ada}\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"bra`;
    // Handed over before the connection ends, so it arrives before the end does.
    await new Promise((resolve) => socket.write(half, resolve));
    socket.destroy();
    expect((await gitlab.api('ada', 'GET', '/version')).status).toBe(200);
  });
});
