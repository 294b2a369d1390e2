import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { change } from './change.ts';
import { configMap } from './config-map.ts';
import type { TestPortal } from './services.ts';

const FILES = [{ path: 'apps/shop/config.yaml', content: configMap('shop') }];

/** What `openChange` records before it asks the forge, except for what the test says. */
export async function beginChange(
  { forge, services }: TestPortal,
  { actor: { accountId, username, name } }: UserContext,
  overrides: Partial<Change> = {},
): Promise<Change> {
  const files = overrides.files ?? FILES;
  const made = change({
    requester: { accountId, username, name },
    baseSha: forge.repository.branches.get('main') ?? '',
    files,
    paths: files.map(({ path }) => path),
    ...overrides,
  });
  await services.store.changes.create(made);
  return made;
}
