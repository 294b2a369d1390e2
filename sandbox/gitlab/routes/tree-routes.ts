import { resolveCommit } from '../../git/refs.ts';
import { entryAt, listTree, type TreeEntry } from '../../git/tree.ts';
import type { Reply, Route } from '../../http/router.ts';
import { notFound } from '../rest/api-error.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { pageOf, pageUrl, paginate } from '../rest/paginate.ts';
import { codeOf } from '../rest/subject.ts';

export function treeRoutes(api: ApiRouter): Route[] {
  return [api('GET', '/projects/:id/repository/tree', showTree)];
}

async function showTree(call: ApiCall): Promise<Reply> {
  const { project, gitDir } = codeOf(call);
  const ref = call.input.text('ref');
  const commit = await resolveCommit(gitDir, ref === null || ref === '' ? project.defaultBranch : ref);
  if (commit === null) {
    throw notFound('Tree');
  }
  const folder = (call.input.text('path') ?? '').replace(/^\/+|\/+$/g, '');
  if ((await entryAt(gitDir, commit, folder))?.type !== 'tree') {
    throw notFound('invalid revision or path');
  }
  const entries = await listTree(gitDir, commit, folder, call.input.flag('recursive') === true);
  switch (call.input.choice('pagination', ['legacy', 'keyset', 'none'] as const)) {
    case 'keyset':
      return keysetPage(call, entries);
    case 'none':
      return json(entries.map(render));
    default:
      return paginate(call, entries, render);
  }
}

function render(entry: TreeEntry) {
  return {
    id: entry.sha,
    name: entry.path.split('/').at(-1),
    type: entry.type,
    path: entry.path,
    mode: entry.mode,
  };
}

/** `page_token` is the place of the last entry that was sent; clients take it from the link and look no closer. */
function keysetPage(call: ApiCall, entries: readonly TreeEntry[]): Reply {
  const { perPage } = pageOf(call);
  const token = call.input.text('page_token') ?? '';
  const after = Buffer.from(token, 'base64url').toString('utf8');
  const start = token === '' ? 0 : entries.findIndex((entry) => entry.path === after) + 1;
  const slice = entries.slice(start, start + perPage);
  const last = slice.at(-1);
  const hasMore = start + perPage < entries.length && last !== undefined;
  const next = hasMore
    ? pageUrl(call, {
        page_token: Buffer.from(last.path, 'utf8').toString('base64url'),
        pagination: 'keyset',
        per_page: String(perPage),
      })
    : null;
  return {
    status: 200,
    headers: next === null ? {} : { link: `<${next}>; rel="next"` },
    body: slice.map(render),
  };
}
