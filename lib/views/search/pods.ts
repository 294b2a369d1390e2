import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { statesOf } from '#lib/portal/parts.ts';
import { defineView } from '../_shared/view.ts';
import { findPods } from './find-pods.ts';
import type { SearchData } from './item.ts';

/** Pods that match what is typed into the palette: there are too many to have them all in the browser. */
export const podSearchView = defineView({
  name: 'pod-search',
  params: z.strictObject({ text: z.string().max(100) }),
  async read(context, { text }) {
    await authorize(context, 'platform.view');
    const { pods, engine, live } = context.services;
    const position = live.position();
    const data: SearchData = { items: findPods(pods.values(), engine.applications.values(), text) };
    return { data, sources: statesOf(pods), position };
  },
});
