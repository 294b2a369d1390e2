'use client';

import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { ScrollRegion } from '#components/ui/scroll-region.tsx';
import { TONE_TEXT } from '#components/ui/tone.ts';
import { layOut, NODE_HEIGHT, NODE_WIDTH, neighbour, type Placed } from './graph-layout.ts';
import type { GraphGroup, GraphMark, GraphNode } from './graph-node.ts';
import { groupNodes, MOST_OPENED } from './group-nodes.ts';

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const BOX =
  'flex h-full w-full min-w-0 flex-col justify-center rounded-md border border-line bg-canvas px-2 text-left text-ink text-xs hover:bg-hover';

export type GraphViewProps = {
  root: GraphNode;
  label: string;
  /** In a sentence, where those of an opened group are that are too many to draw. */
  elsewhere: string;
};

/** A graph from its root to the right. Each node is a link; arrow keys go from one to the next, groups open in place. */
export function GraphView({ root, label, elsewhere }: GraphViewProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { placed, edges, width, height } = useMemo(() => layOut(groupNodes(root, open)), [root, open]);
  const frame = useRef<SVGSVGElement>(null);
  const toggle = (id: string) =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  const move = (event: KeyboardEvent) => {
    const id = (event.target as Element).closest('[data-node]')?.getAttribute('data-node') ?? null;
    const next = id === null || !ARROWS.includes(event.key) ? null : neighbour(placed, id, event.key);
    if (next !== null) {
      event.preventDefault();
      const boxes = frame.current?.querySelectorAll<HTMLElement>('[data-node] :is(a, button)') ?? [];
      [...boxes].find((box) => box.closest('[data-node]')?.getAttribute('data-node') === next)?.focus();
    }
  };
  return (
    <ScrollRegion label={label} className="p-3">
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the region around it has its name, and a title would show wherever one points. */}
      <svg ref={frame} width={width} height={height} viewBox={`0 0 ${width} ${height}`} onKeyDown={move}>
        {edges.map(({ id, d, isAlso }) => (
          <path
            key={id}
            d={d}
            className={classNames('fill-none stroke-line-strong', isAlso && 'opacity-60')}
            strokeDasharray={isAlso ? '3 3' : undefined}
          />
        ))}
        {placed.map((one) => (
          <PlacedBox key={one.drawn.id} placed={one} onToggle={toggle} />
        ))}
      </svg>
      {placed.some(({ drawn: { group } }) => group !== null && group.left > 0) && (
        <p className="sticky start-0 mt-2 text-muted text-xs">
          Of an opened group {MOST_OPENED} are drawn, those in trouble first. {elsewhere}
        </p>
      )}
    </ScrollRegion>
  );
}

function PlacedBox({ placed: { drawn, x, y }, onToggle }: { placed: Placed; onToggle: (id: string) => void }) {
  const { node, group, id } = drawn;
  return (
    <foreignObject x={x} y={y} width={NODE_WIDTH} height={NODE_HEIGHT} data-node={id}>
      {node !== null && <NodeBox node={node} />}
      {group !== null && <GroupBox group={group} onToggle={() => onToggle(id)} />}
    </foreignObject>
  );
}

function NodeBox({ node: { kind, name, marks, href } }: { node: GraphNode }) {
  const content = (
    <>
      <span className="flex min-w-0 items-center gap-1.5 text-muted">
        <span className="truncate">{kind}</span>
        <Marks marks={marks} />
      </span>
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    </>
  );
  return href === null ? (
    <span className={BOX}>{content}</span>
  ) : (
    <Link href={href} look="plain" className={BOX}>
      {content}
    </Link>
  );
}

/** Icons with their words for screen readers and on hover. */
function Marks({ marks }: { marks: readonly GraphMark[] }) {
  return (
    <span className="ms-auto flex flex-none gap-1">
      {marks.map(({ icon, tone, word, detail }) => (
        <span
          key={word}
          title={detail === undefined ? word : `${word}: ${detail}`}
          className={`inline-flex ${TONE_TEXT[tone]}`}
        >
          <Icon name={icon} size={12} label={word} />
        </span>
      ))}
    </span>
  );
}

function GroupBox({
  group: { kind, count, marks, isOpen, left },
  onToggle,
}: {
  group: GraphGroup;
  onToggle: () => void;
}) {
  return (
    <button type="button" aria-expanded={isOpen} onClick={onToggle} className={`${BOX} border-dashed`}>
      <span className="flex min-w-0 items-center gap-1.5 font-medium">
        <Icon name="chevronRight" size={12} className={isOpen ? 'rotate-180' : ''} />
        <span className="truncate">
          {count.toLocaleString('en')} × {kind}
        </span>
      </span>
      <span className="flex min-w-0 gap-2 overflow-hidden whitespace-nowrap text-muted">
        {left > 0
          ? `${left.toLocaleString('en')} of them not drawn`
          : marks.map(({ icon, tone, word }) => (
              <span key={word} className="inline-flex items-center gap-1">
                <Icon name={icon} size={12} className={TONE_TEXT[tone]} />
                {word}
              </span>
            ))}
      </span>
    </button>
  );
}
