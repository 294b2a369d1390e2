import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import { type SeenHealth, withOwnHealth } from '#lib/domain/application/own-health.ts';
import { withTroubles } from '#lib/domain/application/with-troubles.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { heldByResource, isSettled } from '#lib/domain/wave/settled.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import { workloadId } from '#lib/domain/workload/workload-id.ts';
import type { Collection } from '#lib/ports/collection.ts';

/** What is looked at for it. */
export type Seeing = {
  engine: { applications: Pick<Collection<Application>, 'get'> };
  deployments: Pick<Collection<SeenHealth>, 'get'>;
  troubles: Pick<Collection<PodTrouble>, 'get'>;
};

export type SeenOptions = {
  levels?: number;
  /** What was seen of the same application before: of its resources, those that are seen as they were stay the same objects. */
  before?: Application | null;
};

/** Applications are made by applications, seldom more than this deep. */
const MOST_LEVELS = 3;

/**
 * An application with what the portal itself sees of its workloads: their health, where the engine does not say, and
 * what keeps their pods from running, which it never says. One that is settled waits for nothing and is left alone.
 */
export function seenApplication(
  services: Seeing,
  application: Application,
  { levels = MOST_LEVELS, before = null }: SeenOptions = {},
): Application {
  const seen = withOwnHealth(application, (resource) => healthOf(services, application, resource), before);
  if (isSettled(seen)) {
    return seen;
  }
  // An application has no pods, and a root may have made thousands of applications.
  const troubled = withTroubles(seen, (resource) =>
    resource.kind === 'Application' ? undefined : services.troubles.get(workloadId(asDeployed(seen, resource))),
  );
  return levels === 0 ? troubled : withReasonOfChild(services, troubled, levels);
}

function healthOf(services: Seeing, application: Application, resource: ApplicationResource): SeenHealth | undefined {
  const { group, kind, namespace, name } = asDeployed(application, resource);
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
  const healthMessage = reasonOf(seenApplication(services, child, { levels: levels - 1 })).text;
  const resources = application.resources.map((resource) =>
    resource === held ? { ...resource, healthMessage } : resource,
  );
  return { ...application, resources };
}

function childOf({ engine }: Seeing, parent: Application, resource: ApplicationResource): Application | undefined {
  const { kind, namespace, name } = asDeployed(parent, resource);
  const child = kind === 'Application' ? engine.applications.get(`${namespace}/${name}`) : undefined;
  return child?.parent === parent.id ? child : undefined;
}
