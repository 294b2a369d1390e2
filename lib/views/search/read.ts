import 'server-only';
import { z } from 'zod';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { statesOf } from '#lib/portal/parts.ts';
import { defineView } from '../_shared/view.ts';
import { readInstalled } from '../models/installed-row.ts';
import { readRunners } from '../runners/row.ts';
import type { SearchData, SearchItem } from './item.ts';
import { findableMachines } from './machines.ts';

/** More than these are found on their own page. */
const MOST_MODELS = 2000;

/** Everything that has a page of its own, for the palette to match against in the browser; pods are looked up one by one. */
export const searchView = defineView({
  name: 'search',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { engine, changeRows, runnerSources, models, nodes, gpuPods, templates, live } = context.services;
    const position = live.position();
    const items: SearchItem[] = [
      ...(isAllowed(context.actor, 'change.preview')
        ? [...templates.values()].map(({ id, title, description }): SearchItem => {
            return { group: 'Templates', label: title, detail: description, href: `/new/${id}` };
          })
        : []),
      ...[...engine.applications.values()].map(({ namespace, name, wave }): SearchItem => {
        return {
          group: 'Applications',
          label: name,
          detail: [`wave ${wave}`, prefixOf(namespace) ?? ''].filter(Boolean).join(' · '),
          href: `/applications/${namespace}/${name}`,
        };
      }),
      ...readRunners(context.services).map(({ id, name, standing, labels }): SearchItem => {
        const detail = [standing.replace('_', ' '), ...(labels ?? [])].join(' · ');
        return { group: 'Runners', label: name, detail, href: `/runners/${id}` };
      }),
      ...findableMachines(context.services),
      ...readInstalled(context.services)
        .slice(0, MOST_MODELS)
        .map(({ server, name, serverLabel, isLoaded }): SearchItem => {
          const detail = `${isLoaded ? 'in memory' : 'installed'} on ${serverLabel}`;
          return {
            group: 'Models',
            label: name,
            detail,
            href: `/models?${new URLSearchParams({ server, model: name })}#fit`,
          };
        }),
      ...[...changeRows.values()].map(({ id, title, requester, iid }): SearchItem => {
        return {
          group: 'Changes',
          label: title,
          detail: `${iid === null ? '' : `!${iid} · `}${requester.name}`,
          href: `/changes/${id}`,
        };
      }),
    ];
    return {
      data: { items } satisfies SearchData,
      sources: [
        ...statesOf(engine.applications, nodes, gpuPods),
        ...models.map(({ source }) => source),
        ...runnerSources.map(({ runners }) => runners.source),
        changeRows.source,
      ],
      position,
    };
  },
});
