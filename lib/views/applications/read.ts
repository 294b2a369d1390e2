import 'server-only';
import { z } from 'zod';
import { STANDINGS, type Standing } from '#lib/domain/wave/settled.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { statesOf } from '#lib/portal/parts.ts';
import { defineView } from '../_shared/view.ts';
import { keptRowsOf } from './kept-rows.ts';
import type { ApplicationRow } from './row.ts';
import { APPLICATION_SORTS } from './select-rows.ts';

/** What a list of applications can be asked to be; the same words as in the address of the board. */
export const SelectionParams = z.strictObject({
  /** Of which ladder, as `LadderKey` has it; a list shows all of them. */
  ladder: z.string().max(600).default(''),
  search: z.string().max(200).default(''),
  standings: z.array(z.enum(STANDINGS as [Standing, ...Standing[]])).default([]),
  waves: z.array(z.int()).max(100).default([]),
  sort: z.enum(APPLICATION_SORTS).default('trouble'),
  descending: z.boolean().default(false),
});

export const ApplicationsParams = SelectionParams.extend({
  /** As many rows at most; all of them where nothing is said. */
  limit: z.int().min(1).max(1000).optional(),
});

export type ApplicationsData = { rows: ApplicationRow[]; matching: number; total: number };

/**
 * Applications as rows: all of them, for the table to search, sort and filter in the browser, or the first of those that
 * match, in order.
 */
export const applicationsView = defineView({
  name: 'applications',
  params: ApplicationsParams,
  async read(context, { limit = Number.POSITIVE_INFINITY, ...selection }) {
    await authorize(context, 'platform.view');
    const { engine, seenApplications, live } = context.services;
    const position = live.position();
    const { rows, matching } = keptRowsOf(context.services).select(selection, limit);
    const data: ApplicationsData = { rows, matching, total: seenApplications.size };
    return { data, sources: statesOf(engine.applications), position };
  },
});
