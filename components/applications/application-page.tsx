'use client';

import { useMemo } from 'react';
import { Gone } from '#components/patterns/freshness/gone.tsx';
import { PageHeader } from '#components/patterns/page-header.tsx';
import { StateBadge } from '#components/patterns/state/state-badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { patchSources } from '#lib/browser/live/patch-sources.ts';
import { useView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';
import { ApplicationDetails } from './application-details.tsx';
import { goneApplication, patchApplication, type ShownApplication } from './patch-application.ts';
import { RefreshButton } from './refresh-button.tsx';

/** One application, live; the changes that the portal made to it come with the page. */
export function ApplicationPage({ initial }: { initial: ViewResult<ApplicationData> }) {
  const { namespace, name, id } = initial.data.application;
  const query = useMemo<ViewQuery<ShownApplication>>(
    () => ({
      name: 'application',
      patches: { [`application/${id}`]: patchApplication, sources: patchSources },
      gone: goneApplication,
    }),
    [id],
  );
  const params = useMemo(() => ({ namespace, name }), [namespace, name]);
  const { data, sources } = useView<ShownApplication>(query, initial, params);
  const { application, engine } = data;
  const crumbs = [{ label: 'Waves', href: '/waves' }];
  const cluster = prefixOf(application.id);
  if (data.isGone) {
    return (
      <div className="flex min-w-0 flex-col gap-5">
        <PageHeader title={application.name} crumbs={crumbs} />
        <Gone
          what="application"
          icon="applications"
          sources={sources.filter((source) => source.id === data.source)}
          listHref="/waves"
        />
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PageHeader
        title={application.name}
        crumbs={crumbs}
        marks={
          <>
            {cluster !== null && <span className="text-muted text-sm">in {cluster}</span>}
            <CopyButton text={application.name} what="name" />
            <StateBadge kind="health" state={application.health} look="pill" />
            <StateBadge kind="sync" state={application.sync} look="pill" />
          </>
        }
        actions={
          <>
            {data.mayRefresh && <RefreshButton application={application} engine={engine.name} />}
            {data.maySay && (
              <ButtonLink href={`/ask?edits=${encodeURIComponent(application.id)}`}>Change in words</ButtonLink>
            )}
            {engine.url !== null && <ButtonLink href={engine.url}>Open in {engine.name}</ButtonLink>}
          </>
        }
      />
      <ApplicationDetails data={data} since={initial.position} />
    </div>
  );
}
