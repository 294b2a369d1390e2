import type { KubeObject } from '../../kubernetes/object.ts';
import { readSpec } from '../application/spec.ts';
import { RepositoryError } from '../git/repositories.ts';
import type { ControllerContext } from './context.ts';

/**
 * Asks the repositories of an Application before it is compared, as the refresh annotation wants.
 * @param kind `hard` also forgets what was read and rendered before
 */
export async function refreshSources(context: ControllerContext, application: KubeObject, kind: string): Promise<void> {
  if (kind === 'hard') {
    context.repositories.dropCaches();
    context.memoryOf(application.metadata.name).rendered = [];
  }
  const urls = readSpec(application).sources.flatMap(({ repoURL, chart }) => (chart === '' ? [repoURL] : []));
  for (const url of new Set(urls)) {
    try {
      await context.repositories.update(url);
    } catch (error) {
      // What cannot be reached is reported when its revision is asked for.
      if (!(error instanceof RepositoryError)) {
        throw error;
      }
    }
  }
}
