import { EmptyState } from '#components/patterns/empty-state.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Card } from '#components/ui/card.tsx';
import type { Application, ApplicationResource } from '#lib/domain/application/application.ts';

/** More than this in one wave are counted, not listed: a page is to be read. */
const MOST_SHOWN = 200;

/** What the application manages, in the order of its waves. */
export function ApplicationResources({ application, engine }: { application: Application; engine: string }) {
  const byWave = Map.groupBy(application.resources, ({ wave }) => wave);
  const waves = [...byWave.keys()].sort((a, b) => a - b);
  return (
    <Card title={`Resources (${application.resources.length})`} flush>
      {application.resourceHealth === 'tree' && (
        <p className="border-line border-b px-4 py-2 text-muted text-xs">
          {engine} keeps the health of each resource to itself here; what is known is its sync and the health of the
          whole.
        </p>
      )}
      {waves.length === 0 && <EmptyState title="No resources yet" hint="The first sync has not brought anything." />}
      {waves.map((wave) => {
        const resources = byWave.get(wave) ?? [];
        return (
          <section key={wave} aria-label={`Wave ${wave}`}>
            <h3 className="sticky border-line border-b bg-sunken px-4 py-1 font-medium text-muted text-xs">
              Wave {wave}
            </h3>
            <ul>
              {resources.slice(0, MOST_SHOWN).map((resource) => (
                <ResourceLine
                  key={`${resource.group}/${resource.kind}/${resource.namespace}/${resource.name}`}
                  resource={resource}
                />
              ))}
            </ul>
            {resources.length > MOST_SHOWN && (
              <p className="px-4 py-2 text-muted text-sm">and {resources.length - MOST_SHOWN} more</p>
            )}
          </section>
        );
      })}
    </Card>
  );
}

function ResourceLine({ resource }: { resource: ApplicationResource }) {
  const message = resource.healthMessage ?? resource.syncMessage ?? '';
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-b px-4 py-1.5 text-sm last:border-b-0">
      <span className="text-muted max-sm:text-xs sm:w-40 sm:flex-none sm:truncate" title={resource.group}>
        {resource.kind}
      </span>
      <span className="min-w-0 max-sm:order-first max-sm:basis-full sm:flex-1 sm:truncate" title={resource.name}>
        {resource.name}
        {resource.hook && <Badge className="ms-2">hook</Badge>}
        {resource.requiresPruning && (
          <Badge tone="warn" className="ms-2">
            to be removed
          </Badge>
        )}
      </span>
      {resource.health !== undefined && (
        <StateBadge kind="health" state={resource.health} {...(message === '' ? {} : { message })} />
      )}
      {resource.sync !== undefined && <StateBadge kind="sync" state={resource.sync} />}
      {message !== '' && resource.health !== undefined && resource.health !== 'Healthy' && (
        <span className="basis-full break-words text-muted text-xs">{message}</span>
      )}
    </li>
  );
}
