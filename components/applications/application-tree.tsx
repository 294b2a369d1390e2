import { useMemo } from 'react';
import { GraphView } from '#components/patterns/graph/graph-view.tsx';
import type { ApplicationData } from '#lib/views/application/read.ts';
import type { LiveTreeData } from '#lib/views/live-tree/read.ts';
import { treeGraph } from './tree-graph.ts';

export type ApplicationTreeProps = Pick<ApplicationData, 'application' | 'engine'> & {
  /** Undefined until the engine has answered. */
  live: LiveTreeData | undefined;
};

/** An application as a tree: what it brings, and what was made from that. */
export function ApplicationTree({ application, engine, live }: ApplicationTreeProps) {
  const tree = live?.tree ?? null;
  const root = useMemo(() => treeGraph(application, tree, engine.objectUrl), [application, tree, engine.objectUrl]);
  return (
    <>
      {tree !== null && tree.left > 0 && (
        <p className="border-line border-b px-4 py-2 text-muted text-xs">
          {tree.left.toLocaleString('en')} more objects are not drawn.
        </p>
      )}
      <GraphView
        root={root}
        label={`Tree of ${application.name}`}
        elsewhere="The order of the sync has every resource."
      />
    </>
  );
}
