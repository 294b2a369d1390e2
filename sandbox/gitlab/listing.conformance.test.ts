import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const repository = '/projects/platform%2Fgitops/repository';

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

describe('pages of a list', () => {
  it('have the headers GitLab sends', async () => {
    const { headers, body } = await gitlab.api('ada', 'GET', '/projects?per_page=1&order_by=id');
    expect(body).toHaveLength(1);
    const told = Object.fromEntries([...headers].filter(([name]) => /^(x-(page|per|next|prev|total)|link)/.test(name)));
    const url = (page: number, rel: string) =>
      `<${gitlab.url}/api/v4/projects?order_by=id&page=${page}&per_page=1>; rel="${rel}"`;
    expect(told).toEqual({
      link: [url(2, 'next'), url(1, 'first'), url(2, 'last')].join(', '),
      'x-next-page': '2',
      'x-page': '1',
      'x-per-page': '1',
      'x-prev-page': '',
      'x-total': '2',
      'x-total-pages': '2',
    });
  });

  it('are not counted for commits', async () => {
    const { headers } = await gitlab.api('ada', 'GET', `${repository}/commits?per_page=1`);
    expect(headers.get('x-total')).toBeNull();
    expect(headers.get('link')).not.toContain('rel="last"');
  });

  it('answer 304 to who has them already', async () => {
    const first = await gitlab.api('ada', 'GET', `${repository}/branches/main`);
    const again = await fetch(`${gitlab.url}/api/v4${repository}/branches/main`, {
      headers: { 'private-token': 'glpat-example-ada', 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('tell a file by its headers alone', async () => {
    const { status, headers } = await gitlab.api('ada', 'HEAD', `${repository}/files/README.md?ref=HEAD`);
    expect(status).toBe(200);
    expect(headers.get('x-gitlab-file-path')).toBe('README.md');
    expect(headers.get('x-gitlab-last-commit-id')).toBe(await gitlab.inspect.branchSha(PROJECT, 'main'));
  });
});
