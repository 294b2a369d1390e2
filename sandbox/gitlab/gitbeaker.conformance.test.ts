import { Gitlab } from '@gitbeaker/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ExampleGitLab,
  FILES,
  PROJECT,
  startExample,
  stopExample,
  TOKENS,
  until,
} from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

const as = (username: keyof typeof TOKENS) => new Gitlab({ host: gitlab.url, token: TOKENS[username] });

/** The status and message of the refusal; fails when there is none. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; text: string }> {
  try {
    await call;
  } catch (error) {
    const cause = (error as { cause: { response: Response; description: string } }).cause;
    return { status: cause.response.status, text: cause.description };
  }
  throw new Error('the call was not refused');
}

describe('the SDK, unchanged', () => {
  it('opens, updates, approves and merges a change; a stale sha is refused everywhere', async () => {
    const [ada, grace] = [as('ada'), as('grace')];
    const main = await ada.Branches.show(PROJECT, 'main');
    const first = await ada.Commits.create(
      PROJECT,
      'change/one',
      'Raise replicas\n\nPortolan-Change: 1',
      [{ action: 'update', filePath: 'apps/web/values.yaml', content: 'replicas: 2\n' }],
      { startSha: main.commit.id },
    );
    expect(first.parent_ids).toEqual([main.commit.id]);
    expect(first.author_name).toBe('Ada Archer');

    const opened = await ada.MergeRequests.create(PROJECT, 'change/one', 'main', 'Raise replicas', {
      description: 'Why: load',
      labels: 'portal,web',
    });
    expect(opened).toMatchObject({ iid: 1, state: 'opened', sha: first.id, labels: ['portal', 'web'], draft: false });
    expect(['preparing', 'unchecked', 'checking']).toContain(opened.detailed_merge_status);
    await until(
      () => ada.MergeRequests.show(PROJECT, 1),
      (request) => request.detailed_merge_status === 'mergeable',
    );

    const twice = await refusal(ada.MergeRequests.create(PROJECT, 'change/one', 'main', 'Again'));
    expect(twice).toEqual({
      status: 409,
      text: '["Another open merge request already exists for this source branch: !1"]',
    });

    await grace.MergeRequestApprovals.approve(PROJECT, 1, { sha: first.id });
    const second = await ada.Commits.create(PROJECT, 'change/one', 'Raise more', [
      { action: 'update', filePath: 'apps/web/values.yaml', content: 'replicas: 3\n' },
    ]);
    const moved = await until(
      () => ada.MergeRequests.show(PROJECT, 1),
      (request) => request.sha === second.id && request.detailed_merge_status === 'mergeable',
    );
    expect(moved.diff_refs).toEqual({ base_sha: main.commit.id, head_sha: second.id, start_sha: main.commit.id });
    // The free edition keeps approvals when the head moves: the portal must not trust them for another commit.
    expect(gitlab.inspect.approvals(PROJECT, 1)).toEqual([{ username: 'grace' }]);

    const stale = `SHA does not match HEAD of source branch: ${second.id}`;
    expect(await refusal(as('root').MergeRequestApprovals.approve(PROJECT, 1, { sha: first.id }))).toEqual({
      status: 409,
      text: stale,
    });
    expect(await refusal(grace.MergeRequests.merge(PROJECT, 1, { sha: first.id }))).toEqual({
      status: 409,
      text: stale,
    });
    expect(await gitlab.inspect.branchSha(PROJECT, 'main')).toBe(main.commit.id);
    expect(await refusal(ada.MergeRequests.merge(PROJECT, 1, { sha: second.id }))).toEqual({
      status: 401,
      text: '401 Unauthorized',
    });

    const merged = await grace.MergeRequests.merge(PROJECT, 1, { sha: second.id, shouldRemoveSourceBranch: true });
    expect(merged).toMatchObject({
      state: 'merged',
      merge_user: { username: 'grace' },
      detailed_merge_status: 'not_open',
    });
    const [head] = await gitlab.inspect.commits(PROJECT, 'main', 1);
    expect(head).toEqual({
      sha: merged.merge_commit_sha,
      parents: [main.commit.id, second.id],
      message: `Merge branch 'change/one' into 'main'\n\nRaise replicas\n\nSee merge request ${PROJECT}!1\n`.trimEnd(),
      authorName: 'Grace Gomez',
      authorEmail: 'grace@example.test',
      committerName: 'Grace Gomez',
    });
    expect(await gitlab.inspect.file(PROJECT, 'main', 'apps/web/values.yaml')).toBe('replicas: 3\n');
    expect(await gitlab.inspect.branchSha(PROJECT, 'change/one')).toBeNull();
    expect((await refusal(grace.MergeRequests.merge(PROJECT, 1, { sha: second.id }))).status).toBe(405);
  });

  it('reads files and trees whose names need encoding', async () => {
    const ada = as('ada');
    const path = 'apps/web/with space & é.yaml';
    const file = await ada.RepositoryFiles.show(PROJECT, path, 'main');
    expect(Buffer.from(file.content, 'base64').toString()).toBe(FILES[path]);
    expect(await ada.RepositoryFiles.showRaw(PROJECT, path, 'main')).toBe(FILES[path]);
    const tree = await ada.Repositories.allRepositoryTrees(PROJECT, { recursive: true, perPage: 2 });
    expect(tree.filter((entry) => entry.type === 'blob').map((entry) => entry.path)).toEqual(Object.keys(FILES));
    const nothing = await refusal(ada.RepositoryFiles.show(PROJECT, 'apps/none.yaml', 'main'));
    expect(nothing).toEqual({ status: 404, text: '404 File Not Found' });
  });

  it('walks keyset and offset pages to the end', async () => {
    const ada = as('ada');
    for (const number of [1, 2, 3, 4, 5]) {
      await ada.Branches.create(PROJECT, `page/${number}`, 'main');
    }
    const branches = await ada.Branches.all(PROJECT, { perPage: 2, search: '^page/' });
    expect(branches.map((branch) => branch.name)).toEqual([1, 2, 3, 4, 5].map((number) => `page/${number}`));
    const tree = await ada.Repositories.allRepositoryTrees(PROJECT, {
      recursive: true,
      pagination: 'keyset',
      perPage: 1,
    });
    expect(tree).toHaveLength(5);
    const paged = await ada.Branches.all(PROJECT, { perPage: 2, page: 2, showExpanded: true, search: '^page/' });
    expect(paged.paginationInfo).toEqual({ total: 5, next: 3, current: 2, previous: 1, perPage: 2, totalPages: 3 });
    for (const number of [1, 2, 3, 4, 5]) {
      await ada.Branches.remove(PROJECT, `page/${number}`);
    }
  });

  it('posts statuses that count as a pipeline, and refuses moves GitLab does not know', async () => {
    const ada = as('ada');
    const sha = await gitlab.act.push(PROJECT, 'change/status', { 'a.txt': 'a' }, 'ada');
    const status = (state: 'pending' | 'success' | 'running') =>
      ada.Commits.editStatus(PROJECT, sha, state, { context: 'portolan/guardrails', description: 'six rules' });
    await status('pending');
    expect(await refusal(status('pending'))).toEqual({
      status: 400,
      text: 'Cannot transition status via :enqueue from :pending (Reason(s): Status cannot transition via "enqueue")',
    });
    await status('success');
    await status('success');
    expect(gitlab.inspect.statuses(PROJECT, sha)).toEqual([
      { name: 'portolan/guardrails', status: 'success', description: 'six rules', targetUrl: null },
    ]);
    const listed = await ada.Commits.allStatuses(PROJECT, sha);
    expect(listed.map((each) => [each.name, each.status])).toEqual([['portolan/guardrails', 'success']]);
    expect(await ada.Pipelines.all(PROJECT, { sha })).toMatchObject([{ source: 'external', status: 'success' }]);
  });

  it('finds the common ancestor and compares', async () => {
    const ada = as('ada');
    const main = await gitlab.inspect.branchSha(PROJECT, 'main');
    const tip = await gitlab.act.push(PROJECT, 'change/base', { 'base.txt': '1' }, 'ada');
    const base = await ada.Repositories.mergeBase(PROJECT, ['main', tip]);
    expect(base.id).toBe(main);
    const compared = await ada.Repositories.compare(PROJECT, 'main', 'change/base');
    expect(compared.commits?.map((commit) => commit.id)).toEqual([tip]);
    expect(compared.diffs?.map((diff) => diff.new_path)).toEqual(['base.txt']);
  });

  it('lists pushes with who pushed, whatever the commits claim', async () => {
    const sha = await gitlab.act.push(PROJECT, 'change/event', { 'e.txt': '1' }, 'grace');
    const events = await until(
      () => as('ada').Events.all({ projectId: PROJECT, action: 'pushed' }),
      (all) => all.some((event) => (event.push_data as { ref: string }).ref === 'change/event'),
    );
    expect(events[0]).toMatchObject({
      action_name: 'pushed new',
      author_username: 'grace',
      push_data: { ref: 'change/event', ref_type: 'branch', action: 'created', commit_from: null, commit_to: sha },
    });
  });

  it('keeps one note of its own by changing it', async () => {
    const ada = as('ada');
    await gitlab.act.push(PROJECT, 'change/notes', { 'notes.txt': '1' }, 'ada');
    const { iid } = await ada.MergeRequests.create(PROJECT, 'change/notes', 'main', 'Notes');
    const note = await ada.MergeRequestNotes.create(PROJECT, iid, '<!-- portal --> first');
    await ada.MergeRequestNotes.edit(PROJECT, iid, note.id, { body: '<!-- portal --> second' });
    expect((await refusal(as('rae').MergeRequestNotes.edit(PROJECT, iid, note.id, { body: 'mine' }))).status).toBe(403);
    expect(gitlab.inspect.notes(PROJECT, iid)).toEqual([
      { author: 'ada', body: '<!-- portal --> second', isSystem: false },
    ]);
    await ada.MergeRequestNotes.remove(PROJECT, iid, note.id);
    expect(gitlab.inspect.notes(PROJECT, iid)).toEqual([]);
  });
});
