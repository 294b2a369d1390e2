import { SEED_MODELS, type SeedModel } from './models.ts';
import { SEED_NODES, type SeedNode } from './nodes.ts';
import { SEED_PEOPLE, type SeedPerson } from './people.ts';
import { SEED_RUNNERS, type SeedRunner } from './runners.ts';

export { PLATFORM_REPOSITORY_URL, readPlatformRepository } from './read-repository.ts';

/** Which images do not work, by their tag. Any other image can be pulled and runs. */
export type SeedImages = {
  /** No registry has them: ErrImagePull, then ImagePullBackOff. */
  missingTags: readonly string[];
  /** They start and end at once with exit code 1. */
  crashingTags: readonly string[];
};

/** Everything the servers of the sandbox start from. */
export type PlatformSeed = {
  /** The same number draws the same delays. */
  random: number;
  people: readonly SeedPerson[];
  nodes: readonly SeedNode[];
  models: readonly SeedModel[];
  runners: readonly SeedRunner[];
  images: SeedImages;
};

export const PLATFORM_SEED: PlatformSeed = {
  random: 1,
  people: SEED_PEOPLE,
  nodes: SEED_NODES,
  models: SEED_MODELS,
  runners: SEED_RUNNERS,
  images: { missingTags: ['does-not-exist'], crashingTags: ['crashes'] },
};
