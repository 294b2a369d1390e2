import { expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import { createCollection } from '#lib/live/collection.ts';
import type { Services } from '#lib/portal/context.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { application } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createPretendForge, PRETEND_PATH } from '#lib/testing/forge/pretend-forge.ts';
import { DECLARED_MODELS, startDeclaredModels } from './declared-models.ts';

const ollama = application({
  name: 'ollama',
  sources: [
    {
      repoUrl: 'https://helm.otwld.com',
      chart: 'ollama',
      targetRevision: '1.24.0',
      helm: { valueFiles: ['$values/v.yaml'], inline: '', parameters: [] },
    },
    { repoUrl: 'git', targetRevision: 'main', ref: 'values' },
  ],
});

function rig() {
  const clock = createFakeClock();
  const forge = createPretendForge({ 'v.yaml': 'ollama: { models: { pull: [mistral] } }' });
  const failures: string[] = [];
  let isAway = false;
  forge.interfere(() => {
    if (isAway) {
      throw new Error('away');
    }
  });
  const applications = testCollection<Application>();
  const services = {
    clock,
    log: { info: () => undefined, warn: (text: string) => failures.push(text), error: () => undefined },
    engine: { applications, reads: () => true },
    repository: { ref: { forgeId: 'gitlab', path: PRETEND_PATH }, branch: 'main' },
    snapshots: createRepositorySnapshots(forge.as({ accessToken: 'token-portal' }), PRETEND_PATH, 'main', clock),
    models: [],
    modelServers: [{ id: 'lab', url: 'http://lab', application: 'ollama' }],
  } as unknown as Services;
  const collection = createCollection<DeclaredServer>(DECLARED_MODELS, clock.now());
  const poller = startDeclaredModels(services, collection);
  return {
    clock,
    applications,
    collection,
    poller,
    failures,
    cut: (away: boolean) => {
      isAway = away;
    },
  };
}

it('reads when an application of the chart appears, keeps what it read while the forge is away, and says since when', async () => {
  const { clock, applications, collection, poller, failures, cut } = rig();
  await clock.advance(0);
  expect(collection.size).toBe(0);
  applications.set(ollama.id, ollama);
  await clock.advance(1500);
  expect(collection.get(ollama.id)?.models.map(({ name }) => name)).toEqual(['mistral']);
  cut(true);
  await clock.advance(90_000);
  expect(collection.source).toMatchObject({ state: 'stale', since: expect.any(Number) });
  expect(collection.size).toBe(1);
  expect(failures.length).toBeGreaterThan(0);
  cut(false);
  await clock.advance(90_000);
  expect(collection.source.state).toBe('live');
  applications.delete(ollama.id);
  await clock.advance(1500);
  expect(collection.size).toBe(0);
  await poller.stop();
});
