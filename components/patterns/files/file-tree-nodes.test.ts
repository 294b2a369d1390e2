import { expect, it } from 'vitest';
import { type FileNode, fileNodes } from './file-tree-nodes.ts';

function outline(nodes: readonly FileNode<unknown>[], indent = ''): string[] {
  return nodes.flatMap((node) => [
    `${indent}${node.name}${node.kind === 'folder' ? '/' : ''}`,
    ...(node.kind === 'folder' ? outline(node.children, `${indent}  `) : []),
  ]);
}

it('groups files by folder and joins folders that hold nothing else', () => {
  const files = [
    'apps/web/base/b.yaml',
    'readme.md',
    'apps/web/base/a.yaml',
    'argocd/web.yaml',
    '__proto__/x',
    'argocd/deep/er/y',
  ];
  expect(outline(fileNodes(files.map((path) => ({ path }))))).toEqual([
    '__proto__/',
    '  x',
    'apps/web/base/',
    '  a.yaml',
    '  b.yaml',
    'argocd/',
    '  deep/er/',
    '    y',
    '  web.yaml',
    'readme.md',
  ]);
});
