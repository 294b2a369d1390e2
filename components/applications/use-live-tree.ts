'use client';

import { useMemo } from 'react';
import { patchValue } from '#lib/browser/view/patches.ts';
import { useLateView, type ViewQuery } from '#lib/browser/view/use-view.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { LiveTreeData } from '#lib/views/live-tree/read.ts';

/** What runs of an application, from the engine's own API; undefined until it has answered. @param since where the page stands */
export function useLiveTree({ id, namespace, name }: Application, since: string): LiveTreeData | undefined {
  const query = useMemo<ViewQuery<LiveTreeData>>(
    () => ({
      name: 'live-tree',
      patches: { [`live-tree/${id}`]: patchValue<LiveTreeData, LiveTreeData>((data, next) => next ?? data) },
    }),
    [id],
  );
  const params = useMemo(() => ({ namespace, name }), [namespace, name]);
  return useLateView(query, since, params)?.data;
}
