import { ControlError } from '../control/control-error.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { SandboxPlatform } from '../sandbox-platform.ts';
import { type PlatformOptions, startPlatform } from './start-platform.ts';

/** The platform of the mission: Argo CD makes it from the GitOps repository. */
export async function startGitOps(options: PlatformOptions): Promise<SandboxPlatform> {
  const { store } = options;
  const platform = await startPlatform(options);
  return {
    async refresh(application) {
      const isKnown =
        application === null || store.get(resourceType('Application'), 'argocd', application) !== undefined;
      if (isKnown) {
        await platform.argocd.refresh();
      }
      return isKnown;
    },
    generate: () =>
      Promise.reject(
        new ControlError(409, 'this platform comes from git; for a generated one: npm run sandbox -- --applications N'),
      ),
    argocd: platform.argocd.server,
    close: platform.close,
  };
}
