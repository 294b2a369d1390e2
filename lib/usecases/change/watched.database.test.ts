import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, REVERT_ID } from '#lib/domain/change/change.ts';
import type { PortalContext, UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { application } from '#lib/testing/application.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { joinForges } from '#lib/testing/forge/join-forges.ts';
import { createPretendForge, PRETEND_PATH, type PretendForge } from '#lib/testing/forge/pretend-forge.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { adoptMergeRequests } from './adopt.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { mergeChange } from './merge.ts';
import { previewChange } from './preview.ts';

const OTHER_PATH = 'team/apps';

describe('a merge request of another watched repository', () => {
  let portal: TestPortal;
  let other: PretendForge;
  let rui: UserContext;
  let context: PortalContext;
  beforeEach(async () => {
    portal = await createTestPortal();
    other = createPretendForge({ 'web/config.yaml': configMap('before') }, OTHER_PATH);
    const forge = joinForges(
      new Map([
        [PRETEND_PATH, portal.forge],
        [OTHER_PATH, other],
      ]),
    );
    const { services } = portal;
    const joined = { ...ownForge(services), host: forge, portal: createPortalForge(forge, 'token-portal') };
    const watch = (path: string) => ({
      ref: { forgeId: 'gitlab', path },
      branch: 'main',
      snapshots: createRepositorySnapshots(joined.portal, path, 'main', services.clock),
      forge: joined,
    });
    const own = watch(PRETEND_PATH);
    Object.assign(services, { forges: [joined], snapshots: own.snapshots, watched: [own, watch(OTHER_PATH)] });
    services.engine.reads = ({ sources }, { path }) => sources.some(({ repoUrl }) => repoUrl.endsWith(`${path}.git`));
    rui = await portal.as('rui');
    context = { actor: { kind: 'system', name: 'change-driver' }, requestId: 'test', services };
  });
  afterEach(() => portal.close());

  /** The same branch and number in both repositories, each with a change of its own. */
  async function propose(forge: PretendForge, path: string, name: string): Promise<void> {
    const action = forge === other ? ('update' as const) : ('create' as const);
    const actions = [{ action, path: 'web/config.yaml', content: configMap(name) }];
    const startSha = forge.repository.branches.get('main') ?? '';
    forge.repository.commit({ branch: 'raise', startSha, message: 'raise', actions }, 'dana');
    const request = { sourceBranch: 'raise', targetBranch: 'main', title: name, description: '', labels: [] };
    await forge.as({ accessToken: 'token-dana' }).openMergeRequest(path, request);
  }
  async function adoptAll(): Promise<Change[]> {
    const changes: Change[] = [];
    for (const repository of context.services.watched) {
      const { requests } = await adoptMergeRequests(context, repository);
      for (const id of requests.keys()) {
        changes.push(await advanceChange(context.services, id, 'test'));
      }
    }
    return changes;
  }
  async function adoptOther(): Promise<Change> {
    await propose(other, OTHER_PATH, 'after');
    const [change] = await adoptAll();
    return change as Change;
  }
  const approve = async ({ id, headSha, diffHash }: Change) =>
    await approveChange(rui, { changeId: id, sha: headSha, diffHash });

  it('is its own, whatever has the same number and branch elsewhere', async () => {
    await propose(portal.forge, PRETEND_PATH, 'ours');
    await propose(other, OTHER_PATH, 'theirs');
    const changes = await adoptAll();
    expect(changes.map(({ repository, title, mergeRequest }) => [repository.path, title, mergeRequest?.iid])).toEqual([
      [PRETEND_PATH, 'ours', 1],
      [OTHER_PATH, 'theirs', 1],
    ]);
    expect(await adoptAll()).toHaveLength(2);
    // Each is compared with its own branch: the other repository had the file before.
    const heads = await Promise.all(changes.map(({ id }) => portal.store.changes.findHead(id)));
    expect(heads.map((head) => head?.files.map(({ before }) => before))).toEqual([[null], [configMap('before')]]);
  });

  it('is approved and merged where it is', async () => {
    const change = await adoptOther();
    const approved = await approve(change);
    expect(approved.phase).toBe('approved');
    expect(other.statuses.map(({ name, status }) => `${name} ${status}`)).toContain('portolan/approval success');
    const merged = await mergeChange(rui, { changeId: change.id, sha: change.headSha });
    expect(merged.mergeSha).toBe(other.repository.branches.get('main'));
    expect(portal.forge.statuses).toEqual([]);
    // No application reads that folder, and the root reads another repository: there is nothing to wait for.
    portal.applications.set('argocd/dev-platform', application({ name: 'dev-platform', sources: [] }));
    expect((await advanceChange(context.services, change.id, 'test')).phase).toBe('live');
  });

  it('is of the applications that read it', async () => {
    const source = { repoUrl: `https://gitlab/${OTHER_PATH}.git`, targetRevision: 'main', path: 'web' };
    const ours = { ...source, repoUrl: `https://gitlab/${PRETEND_PATH}.git` };
    portal.applications.set('argocd/theirs', application({ name: 'theirs', sources: [source] }));
    portal.applications.set('argocd/ours', application({ name: 'ours', sources: [ours] }));
    const names = (await adoptOther()).subjects.map(({ application: id }) => id);
    expect(names).toContain('argocd/theirs');
    expect(names).not.toContain('argocd/ours');
  });

  it('is taken back where it is, and not from a form here', async () => {
    const change = await adoptOther();
    await approve(change);
    await mergeChange(rui, { changeId: change.id, sha: change.headSha });
    expect(await failure(previewChange(rui, { templateId: REVERT_ID, values: { change: change.id } }))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining(OTHER_PATH),
    });
  });

  it('says so when its repository is not watched any more', async () => {
    const change = await adoptOther();
    Object.assign(context.services, { watched: context.services.watched.slice(0, 1) });
    const { phase, problem } = await advanceChange(context.services, change.id, 'test');
    expect(phase).toBe('open');
    expect(problem?.message).toContain('is not watched here any more');
    expect(await failure(approve(change))).toMatchObject({ code: 'unavailable' });
    // Whoever does what is said there, and decides on the forge, is believed.
    await other.as({ accessToken: 'token-rui' }).merge(OTHER_PATH, 1, { sha: change.headSha ?? '', message: 'm' });
    expect((await advanceChange(context.services, change.id, 'test')).mergeSha).not.toBeNull();
  });
});
