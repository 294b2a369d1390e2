import { z } from 'zod';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import type { GitHubClient } from './client.ts';
import { listOf } from './pages.ts';
import { Branch } from './schema.ts';

const Rule = z.object({
  type: z.string(),
  parameters: z
    .object({ required_status_checks: z.array(z.object({ context: z.string() })).catch([]) })
    .nullish()
    .catch(null),
});
const MOST_PAGES = 5;

/** The statuses and checks that must succeed before a merge into a branch, by its protection and by rulesets. */
export async function requiredContexts(client: GitHubClient, repository: string, branch: string): Promise<string[]> {
  const name = encodeURIComponent(branch);
  const [target, rules] = await Promise.all([
    client.get(inRepository(repository, `branches/${name}`)),
    listOf(client, inRepository(repository, `rules/branches/${name}`), Rule, { mostPages: MOST_PAGES }),
  ]);
  const old = Branch.parse(target).protection?.required_status_checks?.contexts ?? [];
  const ofRules = rules.items.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
  return [...new Set([...old, ...ofRules.map(({ context }) => context)])];
}
