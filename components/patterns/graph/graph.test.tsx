import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createRandom } from '#lib/testing/random.ts';
import { layOut, NODE_HEIGHT, NODE_WIDTH, neighbour } from './graph-layout.ts';
import type { DrawnNode, GraphNode } from './graph-node.ts';
import { GraphView } from './graph-view.tsx';
import { countNodes, groupNodes } from './group-nodes.ts';

const NONE: ReadonlySet<string> = new Set();
const OK = { icon: 'healthy', tone: 'ok', word: 'Healthy' } as const;
const BAD = { icon: 'degraded', tone: 'bad', word: 'Degraded' } as const;

const node = (id: string, children: readonly GraphNode[] = [], more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind: 'Pod',
  name: id,
  marks: [more.trouble === undefined ? OK : BAD],
  href: `/${id}`,
  trouble: 0,
  children,
  ...more,
});
const pods = (count: number, failing: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => node(`p${index}`, [], failing.includes(index) ? { trouble: 5 } : {}));
const all = (drawn: DrawnNode): DrawnNode[] => [drawn, ...drawn.children.flatMap(all)];

describe('many of one kind', () => {
  it('are drawn one by one where there are few', () => {
    const drawn = groupNodes(node('root', pods(40)), NONE);
    expect(all(drawn)).toHaveLength(41);
    expect(all(drawn).every(({ group }) => group === null)).toBe(true);
  });

  it('are one node of a thousand, beside those in trouble, wherever their trouble is', () => {
    const deep = node('d', [node('rs', [node('broken', [], { trouble: 5 })])]);
    const root = node('root', [...pods(1_000, [7]), deep]);
    expect(countNodes(root)).toBe(1_004);
    const drawn = groupNodes(root, NONE);
    const group = drawn.children.at(-1)?.group;
    expect(drawn.children.map(({ id }) => id)).toEqual(['d', 'p7', 'root Pod']);
    expect(group).toMatchObject({ count: 999, isOpen: false, marks: [{ word: '999 Healthy' }] });
    expect(all(drawn).map(({ id }) => id)).toContain('broken');
  });

  it('never hide that there are more in trouble than are drawn beside them', () => {
    const drawn = groupNodes(node('root', pods(100, [1, 2, 3, 4, 5])), NONE);
    expect(drawn.children.at(-1)?.group?.marks.map(({ word }) => word)).toEqual(['2 Degraded', '95 Healthy']);
  });

  it('open in place, to no more than can be drawn', () => {
    const drawn = groupNodes(node('root', pods(1_000)), new Set(['root Pod']));
    const [group] = drawn.children;
    expect(group?.group?.isOpen).toBe(true);
    expect(group?.children).toHaveLength(60);
    expect(group?.group?.left).toBe(940);
  });
});

describe('the layout', () => {
  const random = createRandom(20_261_121);
  const grow = (id: string, depth: number): GraphNode =>
    node(
      id,
      depth === 0
        ? []
        : Array.from({ length: Math.floor(random() * 4) }, (_, index) => grow(`${id}.${index}`, depth - 1)),
    );

  it('lays no two on each other, each child to the right of its parent, all within the picture', () => {
    for (let round = 0; round < 200; round += 1) {
      const { placed, width, height } = layOut(groupNodes(grow('r', 4), NONE));
      const byId = new Map(placed.map((one) => [one.drawn.id, one]));
      for (const one of placed) {
        expect(one.x >= 0 && one.y >= 0 && one.x + NODE_WIDTH <= width && one.y + NODE_HEIGHT <= height).toBe(true);
        expect(one.x > (byId.get(one.parent ?? '')?.x ?? -1)).toBe(true);
        const column = placed.filter((other) => other !== one && other.x === one.x);
        expect(column.every((other) => Math.abs(other.y - one.y) >= NODE_HEIGHT)).toBe(true);
      }
    }
  });

  it('leads by arrow keys to every node', () => {
    const { placed } = layOut(groupNodes(grow('r', 4), NONE));
    const reached = new Set(['r']);
    for (const id of reached) {
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowLeft']) {
        const next = neighbour(placed, id, key);
        if (next !== null) {
          reached.add(next);
        }
      }
    }
    expect(reached.size).toBe(placed.length);
    expect(neighbour(placed, 'r', 'Enter')).toBeNull();
    expect(neighbour(placed, 'nobody', 'ArrowUp')).toBeNull();
  });

  it('draws a second owner as an edge of its own', () => {
    const { edges } = layOut(groupNodes(node('r', [node('a'), node('b', [], { also: ['a', 'gone'] })]), NONE));
    expect(edges.filter(({ isAlso }) => isAlso).map(({ id }) => id)).toEqual(['a b']);
  });
});

it('draws hostile names as text, and follows no address that is none', () => {
  const root = node('r', [node('x', [], { name: '<script>alert(1)</script>', href: 'javascript:alert(1)' })]);
  const page = renderToStaticMarkup(<GraphView root={root} label="Tree" elsewhere="" />);
  expect(page).not.toContain('<script');
  expect(page).not.toContain('javascript:');
});
