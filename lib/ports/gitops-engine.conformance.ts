import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { ChildHealthCheck } from '#lib/domain/wave/child-health.ts';
import type { CollectionChange } from './collection.ts';
import type { GitOpsEngine } from './gitops-engine.ts';

/** An application as the far side has it, looked at past the adapter. */
export type FarApplication = Pick<Application, 'id' | 'sync' | 'health' | 'revisions'>;

/** What a person does in the repository that the root reads. Each gives the commit. */
export type GitOpsChanges = {
  /** Adds an application with a Deployment in wave 1 and a ConfigMap, itself in the given wave of the root. */
  add(name: string, wave: number): Promise<string>;
  /** Changes what the application of that name deploys. */
  edit(name: string): Promise<string>;
  /** Makes its manifests such that nobody can read them. */
  spoil(name: string): Promise<string>;
  remove(name: string): Promise<string>;
};

export type GitOpsEngineFixture = {
  engine: GitOpsEngine;
  /** The repository that the root takes its manifests from, and one that nothing reads. */
  repository: RepositoryRef;
  otherRepository: RepositoryRef;
  farSide(): Promise<FarApplication[]>;
  /** What the engine is told to do with the health of applications; null where the suite does not know. */
  gate: ChildHealthCheck | null;
  /** null where the suite may only read. */
  changes: GitOpsChanges | null;
  close(): Promise<void>;
};

const WAIT = { timeout: 20_000, interval: 50 };
const READ_ONLY = 'this engine is only to be read';

/** What every GitOps engine must do. */
export function gitOpsEngineConformance(name: string, open: () => Promise<GitOpsEngineFixture>): void {
  describe(`GitOps engine: ${name}`, () => {
    let fixture: GitOpsEngineFixture;
    let engine: GitOpsEngine;
    beforeAll(async () => {
      fixture = await open();
      ({ engine } = fixture);
    });
    afterAll(() => fixture.close());

    /** Applications that the suite adds live where the root does. */
    const idOf = (application: string) => `${engine.root.split('/')[0]}/${application}`;
    const find = (application: string) => engine.applications.get(idOf(application));
    const settled = (application: string) =>
      expect.poll(() => [find(application)?.sync, find(application)?.health], WAIT).toEqual(['Synced', 'Healthy']);

    it('says what it is and where its root is', async () => {
      await expect.poll(() => engine.applications.source.state, WAIT).toBe('live');
      expect(engine.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(engine.name).not.toBe('');
      expect(engine.applications.get(engine.root)).toMatchObject({ id: engine.root, parent: null });
    });

    it('has every application of the far side, no other, in its very words', async () => {
      const seen = () =>
        [...engine.applications.values()]
          .map(({ id, sync, health, revisions }) => ({ id, sync, health, revisions }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const there = async () => (await fixture.farSide()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      await expect.poll(async () => JSON.stringify(seen()) === JSON.stringify(await there()), WAIT).toBe(true);
      expect(engine.applications.size).toBe(seen().length);
    });

    it('knows which applications take manifests from a repository', () => {
      const root = engine.applications.get(engine.root);
      expect(root).toBeDefined();
      for (const application of root === undefined ? [] : [root]) {
        expect(engine.reads(application, fixture.repository)).toBe(true);
        expect(engine.reads(application, fixture.otherRepository)).toBe(false);
        expect(engine.reads({ ...application, sources: [] }, fixture.repository)).toBe(false);
      }
    });

    it('tells what makes its waves wait, or why that cannot be known', async () => {
      await expect.poll(() => engine.gate.source.state, WAIT).not.toBe('starting');
      const [settings] = engine.gate.values();
      expect(engine.gate.source.state === 'live' ? settings?.check : engine.gate.source.reason).toBe(
        fixture.gate ?? expect.any(String),
      );
    });

    it('knows the project of every application that has one', async () => {
      await expect.poll(() => engine.projects.source.state, WAIT).toBe('live');
      const names = new Set([...engine.projects.values()].map(({ name }) => name));
      expect([...engine.applications.values()].filter(({ project }) => !names.has(project))).toEqual([]);
    });

    it('links to a page of its own, or to none', () => {
      for (const application of engine.applications.values()) {
        const link = engine.linkTo(application);
        expect(link === null || (URL.canParse(link) && link.includes(application.name))).toBe(true);
      }
    });

    it('shows an application that comes by a commit: wave, parent, source, and every object it brings', async ({
      skip,
    }) => {
      const { changes, repository } = fixture;
      if (changes === null) {
        return skip(READ_ONLY);
      }
      const told: CollectionChange[] = [];
      const stop = engine.applications.subscribe((change) => told.push(change));
      const commit = await changes.add('shop', 2);
      await settled('shop');
      stop();
      expect(told.some(({ upserted }) => upserted.has(idOf('shop')))).toBe(true);
      const shop = find('shop');
      expect(shop).toMatchObject({ name: 'shop', wave: 2, parent: engine.root, revisions: [commit], conditions: [] });
      expect(shop !== undefined && engine.reads(shop, repository)).toBe(true);
      expect(shop?.operation).toMatchObject({ phase: 'Succeeded', revisions: [commit], startedAt: expect.any(Number) });
      expect(shop?.history.map(({ revisions }) => revisions)).toEqual([[commit]]);
      const objects = shop?.resources.map(({ kind, name: object, wave, sync }) => ({ kind, object, wave, sync }));
      expect(objects?.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toEqual([
        { kind: 'ConfigMap', object: 'shop', wave: 0, sync: 'Synced' },
        { kind: 'Deployment', object: 'shop', wave: 1, sync: 'Synced' },
      ]);
    });

    it('tells the health of each object, or says that it is kept elsewhere', ({ skip }) => {
      const shop = find('shop');
      if (shop === undefined) {
        return skip(READ_ONLY);
      }
      const deployment = shop.resources.find(({ kind }) => kind === 'Deployment');
      expect(deployment?.health).toBe(shop.resourceHealth === 'inline' ? 'Healthy' : undefined);
    });

    it('follows a commit to what it deploys, newest first', async ({ skip }) => {
      const { changes } = fixture;
      if (changes === null) {
        return skip(READ_ONLY);
      }
      const before = find('shop')?.revisions ?? [];
      const commit = await changes.edit('shop');
      await expect.poll(() => find('shop')?.history[0]?.revisions, WAIT).toEqual([commit]);
      await settled('shop');
      expect(find('shop')?.history.map(({ revisions }) => revisions)).toEqual([[commit], before]);
      expect(find('shop')?.images.every((image) => image !== '')).toBe(true);
    });

    it('says what is wrong where manifests cannot be read, and that it is over', async ({ skip }) => {
      const { changes } = fixture;
      if (changes === null) {
        return skip(READ_ONLY);
      }
      await changes.spoil('shop');
      await expect.poll(() => find('shop')?.sync, WAIT).toBe('Unknown');
      expect(find('shop')?.conditions).toEqual([
        expect.objectContaining({ type: expect.stringMatching(/Error$/), message: expect.stringMatching(/\S/) }),
      ]);
      await changes.edit('shop');
      await settled('shop');
      await expect.poll(() => find('shop')?.conditions, WAIT).toEqual([]);
    });

    it('forgets an application that goes by a commit', async ({ skip }) => {
      const { changes } = fixture;
      if (changes === null) {
        return skip(READ_ONLY);
      }
      const told: CollectionChange[] = [];
      const stop = engine.applications.subscribe((change) => told.push(change));
      await changes.remove('shop');
      await expect.poll(() => find('shop'), WAIT).toBeUndefined();
      stop();
      expect(told.some(({ removed }) => removed.has(idOf('shop')))).toBe(true);
      expect(engine.applications.get(engine.root)).toBeDefined();
    });
  });
}
