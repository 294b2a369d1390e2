import type { SandboxClock } from './clock.ts';
import { ControlError } from './control/control-error.ts';
import type { SandboxHandle } from './control/handle.ts';
import type { FaultSwitches } from './faults.ts';
import type { ActionsService } from './github/actions/service.ts';
import { ORGANIZATION } from './github/seed.ts';
import { GITOPS_PROJECT, SANDBOX_PASSWORD } from './gitlab-seed.ts';
import { resourceType } from './kubernetes/resources.ts';
import type { ObjectStore } from './kubernetes/store.ts';
import { PLATFORM_SEED } from './platform/seed.ts';
import type { SandboxPlatform } from './sandbox-platform.ts';

type Parts = {
  gitlab: { url: string };
  kubernetes: { url: string };
  ollama: { url: string };
  metrics: { url: string };
  github: { url: string; service: ActionsService };
  gitea: { url: string };
  platform: SandboxPlatform;
  store: ObjectStore;
  clock: SandboxClock;
  faults: FaultSwitches;
};

/** What the control server steers a running sandbox by. */
export function createHandle({
  gitlab,
  kubernetes,
  ollama,
  metrics,
  github,
  gitea,
  platform,
  store,
  clock,
  faults,
}: Parts): SandboxHandle {
  const count = (kind: string) => store.list(resourceType(kind)).length;
  return {
    describe: () => ({
      urls: {
        gitlab: gitlab.url,
        kubernetes: kubernetes.url,
        ollama: ollama.url,
        metrics: `${metrics.url}/targets`,
        github: github.url,
        gitea: gitea.url,
        ...(platform.argocd === null ? {} : { argocd: platform.argocd.url }),
        repository: `${gitlab.url}/${GITOPS_PROJECT}`,
      },
      people: PLATFORM_SEED.people.map(({ username, name, isAdministrator, groups }) => ({
        username,
        name,
        password: SANDBOX_PASSWORD,
        isAdministrator,
        groups,
      })),
      sizes: {
        applications: count('Application'),
        pods: count('Pod'),
        nodes: count('Node'),
        models: PLATFORM_SEED.models.length,
      },
    }),
    clock,
    faults,
    refreshArgo: platform.refresh,
    generate: platform.generate,
    bringJobs({ repository, count, ...job }) {
      try {
        return Array.from({ length: count }, () =>
          github.service.enqueue({ ...job, repository: `${ORGANIZATION}/${repository}` }),
        ).map(({ id }) => id);
      } catch (error) {
        throw error instanceof RangeError ? new ControlError(404, error.message, 'repository') : error;
      }
    },
    endJobs: () => endJobs(github.service),
  };
}

function endJobs(service: ActionsService): number {
  const open = service.jobs().filter(({ status }) => status !== 'completed');
  for (const { id } of open) {
    service.complete(id, 'cancelled');
  }
  return open.length;
}
