import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { toApplicationRow } from './row.ts';

/** Every application as a row, for the table to search, sort and filter in the browser. */
export const applicationsView = defineView({
  name: 'applications',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { engine, seenApplications, live } = context.services;
    const position = live.position();
    const rows = [...seenApplications.values()].map((application) => toApplicationRow(application, engine.root));
    return { data: { rows }, sources: [engine.applications.source], position };
  },
});
