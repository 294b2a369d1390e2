import 'server-only';
import { z } from 'zod';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { readRunners } from '../runners/row.ts';

/** Something the command palette can go to. */
export type SearchItem = {
  group: 'Applications' | 'Changes' | 'Runners' | 'Templates';
  label: string;
  detail: string;
  href: string;
};
export type SearchData = { items: SearchItem[] };

/** Everything that has a page of its own, for the palette to match against in the browser. */
export const searchView = defineView({
  name: 'search',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { engine, changeRows, runnerSources, templates, live } = context.services;
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
          detail: `wave ${wave}`,
          href: `/applications/${namespace}/${name}`,
        };
      }),
      ...readRunners(context.services).map(({ id, name, standing, labels }): SearchItem => {
        const detail = [standing.replace('_', ' '), ...(labels ?? [])].join(' · ');
        return { group: 'Runners', label: name, detail, href: `/runners/${id}` };
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
      sources: [engine.applications.source, ...runnerSources.map(({ runners }) => runners.source), changeRows.source],
      position,
    };
  },
});
