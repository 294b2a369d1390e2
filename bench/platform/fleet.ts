import { SEED_RUNNERS, type SeedRunner } from '#sandbox/platform/runners.ts';

const STATUSES: readonly SeedRunner['status'][] = ['online', 'online', 'online', 'online', 'offline', 'stale'];
const VERSIONS = ['17.7.1', '17.7.1', '17.5.0'];
const TAGS = ['docker', 'build', 'test', 'deploy', 'large', 'windows', 'cuda', 'nightly'];

/** So many runners of a forge, of every level and in every state, besides the usual ones. */
export function manyRunners(count: number): SeedRunner[] {
  const added = Array.from({ length: count }, (_, index): SeedRunner => {
    const model = SEED_RUNNERS[index % SEED_RUNNERS.length] as SeedRunner;
    return {
      ...model,
      description: `${model.description}-${String(index).padStart(5, '0')}`,
      tags: [...model.tags, ...TAGS.filter((_tag, at) => (index >> at) % 2 === 1)],
      paused: index % 17 === 0,
      status: STATUSES[index % STATUSES.length] as SeedRunner['status'],
      version: VERSIONS[index % VERSIONS.length] as string,
      ipAddress: `10.${(index >> 16) % 256}.${(index >> 8) % 256}.${index % 256}`,
    };
  });
  return [...SEED_RUNNERS, ...added];
}
