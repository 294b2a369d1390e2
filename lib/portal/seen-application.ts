import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import { type SeenHealth, withOwnHealth } from '#lib/domain/application/own-health.ts';
import { withTroubles } from '#lib/domain/application/with-troubles.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { heldByResource, isSettled } from '#lib/domain/wave/settled.ts';
import { workloadId } from '#lib/domain/workload/workload-id.ts';
import type { Services } from './context.ts';

type Seeing = Pick<Services, 'engine' | 'deployments' | 'troubles'>;

/** Applications are made by applications, seldom more than this deep. */
const MOST_LEVELS = 3;

/**
 * An application with what the portal itself sees of its workloads: their health, where the engine does not say, and
 * what keeps their pods from running, which it never says. One that is settled waits for nothing and is left alone.
 */
export function seenApplication(services: Seeing, application: Application, levels = MOST_LEVELS): Application {
  const seen = withOwnHealth(application, (resource) => healthOf(services, application, resource));
  if (isSettled(seen)) {
    return seen;
  }
  const troubled = withTroubles(seen, (resource) => services.troubles.get(workloadId(resource)));
  return levels === 0 ? troubled : withReasonOfChild(services, troubled, levels);
}

/** Every application, seen like that. */
export function* seenApplications(services: Seeing): Generator<Application> {
  for (const application of services.engine.applications.values()) {
    yield seenApplication(services, application);
  }
}

function healthOf(services: Seeing, application: Application, resource: ApplicationResource): SeenHealth | undefined {
  const { group, kind, namespace, name } = resource;
  if (group === 'apps' && kind === 'Deployment') {
    return services.deployments.get(`${namespace}/${name}`);
  }
  const child = isSettled(application) ? undefined : childOf(services, application, resource);
  return child === undefined ? undefined : { health: child.health, message: '' };
}

/** An application that waits for one of its own waits for what that one waits for. */
function withReasonOfChild(services: Seeing, application: Application, levels: number): Application {
  const held = heldByResource(application);
  const child = held === undefined ? undefined : childOf(services, application, held);
  if (child === undefined || isSettled(child)) {
    return application;
  }
  const healthMessage = reasonOf(seenApplication(services, child, levels - 1)).text;
  const resources = application.resources.map((resource) =>
    resource === held ? { ...resource, healthMessage } : resource,
  );
  return { ...application, resources };
}

function childOf(
  { engine }: Seeing,
  { id }: Application,
  { kind, namespace, name }: ApplicationResource,
): Application | undefined {
  const child = kind === 'Application' ? engine.applications.get(`${namespace}/${name}`) : undefined;
  return child?.parent === id ? child : undefined;
}
