import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample, until } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
const project = '/projects/platform%2Fgitops';
let counter = 0;

beforeAll(async () => {
  gitlab = await startExample();
});

afterAll(() => stopExample(gitlab));

type Request = {
  iid: number;
  sha: string;
  state: string;
  detailed_merge_status: string;
  merge_commit_sha: string | null;
};

/** A branch with one changed file and its merge request by Ada. */
async function open(changes: Record<string, string>, title = 'A change'): Promise<Request & { branch: string }> {
  counter += 1;
  const branch = `change-${counter}`;
  await gitlab.act.push(PROJECT, branch, changes, 'ada');
  const { status, body } = await gitlab.api('ada', 'POST', `${project}/merge_requests`, {
    source_branch: branch,
    target_branch: 'main',
    title,
  });
  expect(status).toBe(201);
  return { ...(body as Request), branch };
}

const show = async (iid: number) =>
  (await gitlab.api('ada', 'GET', `${project}/merge_requests/${iid}`)).body as Request;
const settled = (iid: number) =>
  until(
    () => show(iid),
    (request) => !['preparing', 'unchecked', 'checking'].includes(request.detailed_merge_status),
  );

async function merge(iid: number, body: unknown = {}): Promise<[number, unknown]> {
  const answer = await gitlab.api('grace', 'PUT', `${project}/merge_requests/${iid}/merge`, body);
  return [answer.status, answer.status === 200 ? (answer.body as Request).state : answer.body];
}

describe('whether a request can be merged', () => {
  it('is not known at first, and again not after each push to either branch', async () => {
    const request = await open({ 'passing.txt': '1' });
    expect(['preparing', 'unchecked', 'checking']).toContain(request.detailed_merge_status);
    expect((await settled(request.iid)).detailed_merge_status).toBe('mergeable');
    for (const [branch, who] of [
      [request.branch, 'ada'],
      ['main', 'grace'],
    ] as const) {
      await gitlab.act.push(PROJECT, branch, { [`${branch}.txt`]: String(counter) }, who);
      const seen = await until(
        async () => gitlab.inspect.mergeRequests(PROJECT).find((each) => each.iid === request.iid)?.detailedMergeStatus,
        (status) => status === 'unchecked',
      );
      expect(seen).toBe('unchecked');
      // Lists do not make GitLab look.
      const list = await gitlab.api('ada', 'GET', `${project}/merge_requests?source_branch=${request.branch}`);
      expect(list.body).toMatchObject([{ detailed_merge_status: 'unchecked' }]);
      expect((await show(request.iid)).detailed_merge_status).toBe('checking');
      expect((await settled(request.iid)).detailed_merge_status).toBe('mergeable');
    }
  });

  it('is no for a conflict: 422, and nothing moves', async () => {
    const request = await open({ 'apps/web/values.yaml': 'replicas: 5\n' });
    await gitlab.act.push(PROJECT, 'main', { 'apps/web/values.yaml': 'replicas: 7\n' }, 'grace');
    await gitlab.idle();
    const after = await settled(request.iid);
    expect(after).toMatchObject({ detailed_merge_status: 'conflict', has_conflicts: true });
    const main = await gitlab.inspect.branchSha(PROJECT, 'main');
    expect(await merge(request.iid, { sha: request.sha })).toEqual([422, { message: 'Branch cannot be merged' }]);
    expect(await gitlab.inspect.branchSha(PROJECT, 'main')).toBe(main);
  });

  it('is no for a draft and for a closed one: 405', async () => {
    const request = await open({ 'draft.txt': '1' }, 'Draft: not yet');
    expect((await settled(request.iid)).detailed_merge_status).toBe('draft_status');
    expect(await merge(request.iid)).toEqual([405, { message: '405 Method Not Allowed' }]);
    await gitlab.api('ada', 'PUT', `${project}/merge_requests/${request.iid}`, { title: 'Now', state_event: 'close' });
    expect(await merge(request.iid)).toEqual([405, { message: '405 Method Not Allowed' }]);
    await gitlab.api('ada', 'PUT', `${project}/merge_requests/${request.iid}`, { state_event: 'reopen' });
    expect(await merge(request.iid)).toEqual([200, 'merged']);
  });

  it('waits for a successful pipeline where the project asks for one, posted statuses included', async () => {
    gitlab.act.updateProject(PROJECT, { onlyAllowMergeIfPipelineSucceeds: true });
    try {
      const request = await open({ 'gate.txt': '1' });
      const status = (state: string) =>
        gitlab.api('root', 'POST', `${project}/statuses/${request.sha}`, { state, name: 'portolan/approval' });
      expect((await settled(request.iid)).detailed_merge_status).toBe('ci_must_pass');
      await status('pending');
      expect((await settled(request.iid)).detailed_merge_status).toBe('ci_still_running');
      expect(await merge(request.iid)).toEqual([405, { message: '405 Method Not Allowed' }]);
      await status('failed');
      expect((await settled(request.iid)).detailed_merge_status).toBe('ci_must_pass');
      await status('success');
      expect((await settled(request.iid)).detailed_merge_status).toBe('mergeable');
      // A new head has no pipeline: the gate is shut again.
      const sha = await gitlab.act.push(PROJECT, request.branch, { 'gate.txt': '2' }, 'ada');
      await gitlab.idle();
      expect((await settled(request.iid)).detailed_merge_status).toBe('ci_must_pass');
      await gitlab.api('root', 'POST', `${project}/statuses/${sha}`, { state: 'success', name: 'portolan/approval' });
      expect(await merge(request.iid, { sha })).toEqual([200, 'merged']);
    } finally {
      gitlab.act.updateProject(PROJECT, { onlyAllowMergeIfPipelineSucceeds: false });
    }
  });
});

describe('merging', () => {
  it('takes the message it is given, and squashes when asked', async () => {
    const request = await open({ 'squash.txt': '1' }, 'Squash me');
    await gitlab.act.push(PROJECT, request.branch, { 'squash.txt': '2' }, 'ada', 'Second');
    await gitlab.idle();
    const [before] = await gitlab.inspect.commits(PROJECT, 'main', 1);
    expect(await merge(request.iid, { squash: true, merge_commit_message: 'Merged by hand' })).toEqual([200, 'merged']);
    const after = (await show(request.iid)) as Request & { squash_commit_sha: string };
    const [tip] = await gitlab.inspect.commits(PROJECT, 'main', 1);
    expect(tip).toMatchObject({ message: 'Merged by hand', parents: [before?.sha, after.squash_commit_sha] });
    const [squashed] = await gitlab.inspect.commits(PROJECT, after.squash_commit_sha, 1);
    expect(squashed).toMatchObject({ message: 'Squash me', authorName: 'Ada Archer', committerName: 'Grace Gomez' });
  });

  it('is done once when two people press at the same time', async () => {
    const request = await open({ 'twice.txt': '1' });
    const before = (await gitlab.inspect.commits(PROJECT, 'main')).length;
    const outcomes = await Promise.all([merge(request.iid), merge(request.iid)]);
    expect(outcomes.map(([status]) => status).sort()).toEqual([200, 405]);
    expect(await gitlab.inspect.commits(PROJECT, 'main')).toHaveLength(before + 2);
  });

  it('leaves commits out that arrived after the head that was reviewed', async () => {
    const request = await open({ 'late.txt': 'reviewed' });
    await settled(request.iid);
    const [, outcome] = await Promise.all([
      gitlab.act.push(PROJECT, request.branch, { 'late.txt': 'unseen' }, 'ada'),
      merge(request.iid, { sha: request.sha }),
    ]);
    const content = await gitlab.inspect.file(PROJECT, 'main', 'late.txt');
    expect([outcome[0], content]).toEqual([200, 'reviewed']);
    expect(await gitlab.inspect.file(PROJECT, request.branch, 'late.txt')).toBe('unseen');
  });

  it('closes a request whose branch is deleted', async () => {
    const request = await open({ 'gone.txt': '1' });
    const removed = await gitlab.api('ada', 'DELETE', `${project}/repository/branches/${request.branch}`);
    expect(removed.status).toBe(204);
    await gitlab.idle();
    expect(await show(request.iid)).toMatchObject({ state: 'closed', closed_by: { username: 'ada' } });
  });

  it('rebases the source branch onto the target', async () => {
    const request = await open({ 'rebase.txt': '1' });
    const main = await gitlab.act.push(PROJECT, 'main', { 'ahead.txt': '1' }, 'grace');
    const asked = await gitlab.api('ada', 'PUT', `${project}/merge_requests/${request.iid}/rebase`);
    expect([asked.status, asked.body]).toEqual([202, { rebase_in_progress: true }]);
    await gitlab.idle();
    const [tip] = await gitlab.inspect.commits(PROJECT, request.branch, 1);
    expect(tip).toMatchObject({ parents: [main], authorName: 'Ada Archer' });
    expect((await show(request.iid)).sha).toBe(tip?.sha);
  });
});

describe('approving', () => {
  it('is once for each person, is taken back, and blocks nothing', async () => {
    const request = await open({ 'approve.txt': '1' });
    const call = (who: 'ada' | 'grace' | 'rae', action: string) =>
      gitlab.api(who, 'POST', `${project}/merge_requests/${request.iid}/${action}`);
    expect((await call('grace', 'approve')).body).toMatchObject({
      approved: true,
      user_has_approved: true,
      approved_by: [{ user: { username: 'grace' } }],
    });
    expect((await call('grace', 'approve')).status).toBe(401);
    expect((await call('rae', 'approve')).status).toBe(403);
    // In the free edition authors may approve their own: four eyes are the portal's business.
    expect((await call('ada', 'approve')).status).toBe(201);
    expect((await call('ada', 'unapprove')).status).toBe(201);
    expect((await call('ada', 'unapprove')).status).toBe(404);
    expect(gitlab.inspect.approvals(PROJECT, request.iid)).toEqual([{ username: 'grace' }]);
    expect(gitlab.inspect.notes(PROJECT, request.iid).map((note) => note.body)).toEqual([
      'approved this merge request',
      'approved this merge request',
      'unapproved this merge request',
    ]);
  });
});
