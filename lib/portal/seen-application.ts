import type { Application } from '#lib/domain/application/application.ts';
import { withOwnHealth } from '#lib/domain/application/own-health.ts';
import type { Services } from '#lib/portal/context.ts';

/** An application with what the portal itself sees of its workloads, where the engine does not say. */
export function seenApplication({ deployments }: Pick<Services, 'deployments'>, application: Application): Application {
  return withOwnHealth(application, ({ group, kind, namespace, name }) =>
    group === 'apps' && kind === 'Deployment' ? deployments.get(`${namespace}/${name}`) : undefined,
  );
}

/** Every application, seen like that. */
export function* seenApplications(services: Pick<Services, 'deployments' | 'engine'>): Generator<Application> {
  for (const application of services.engine.applications.values()) {
    yield seenApplication(services, application);
  }
}
