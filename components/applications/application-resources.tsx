'use client';

import { useMemo } from 'react';
import { ChoiceLinks } from '#components/patterns/choice-links.tsx';
import { Card } from '#components/ui/card.tsx';
import { withTreeHealth } from '#lib/domain/application/own-health.ts';
import type { ApplicationData } from '#lib/views/application/read.ts';
import { ApplicationTree } from './application-tree.tsx';
import { ResourceOrder } from './resource-order.tsx';
import { TreeNotice } from './tree-notice.tsx';
import { useApplicationLook } from './use-application-look.ts';
import { useLiveTree } from './use-live-tree.ts';

export type ApplicationResourcesProps = {
  data: Pick<ApplicationData, 'application' | 'engine' | 'childHealth'>;
  /** Where the page stands in the live stream. */
  since: string;
};

/** What the application manages: as a ladder in the order in which a sync applies it, or as a tree with what was made from it. */
export function ApplicationResources({ data, since }: ApplicationResourcesProps) {
  const { application, engine, childHealth } = data;
  const { state, href, select } = useApplicationLook(application.id);
  const live = useLiveTree(application, since);
  const tree = live?.tree ?? null;
  const known = useMemo(() => withTreeHealth(application, tree), [application, tree]);
  const isTree = state.show === 'tree';
  return (
    <Card
      title={`Resources (${application.resources.length})`}
      flush
      actions={
        <ChoiceLinks
          label="How resources are shown"
          choices={LOOKS.map((look) => ({ ...look, href: href({ show: look.id }) }))}
          chosen={state.show}
          onChoose={(look) => select({ show: look })}
        />
      }
    >
      <TreeNotice data={live} />
      {isTree ? (
        <ApplicationTree application={known} engine={engine} live={live} />
      ) : (
        <ResourceOrder application={known} engine={engine} childHealth={childHealth} since={since} tree={tree} />
      )}
    </Card>
  );
}

const LOOKS = [
  { id: 'order', label: 'Order' },
  { id: 'tree', label: 'Tree' },
] as const;
