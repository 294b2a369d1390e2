import type { GroupRule } from '#lib/domain/runner/access-rule.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';

/** A cluster tells the name of a scale set's group; a GitHub that is read tells who may use the group of that name. */
export function withKnownGroups(runners: readonly Runner[], rules: readonly GroupRule[]): Runner[] {
  if (rules.length === 0) {
    return [...runners];
  }
  const groups = new Map(rules.map(({ organization, group }) => [keyOf(organization, group.name), group]));
  return runners.map((runner) => {
    const { kind, group, scope } = runner;
    const [organization] = scope.level === 'organization' ? (scope.paths ?? []) : [];
    const known = organization === undefined ? undefined : groups.get(keyOf(organization, group?.name ?? ''));
    return kind === 'scale-set' && known !== undefined ? { ...runner, group: known } : runner;
  });
}

function keyOf(organization: string, group: string | null): string {
  return `${organization}/${group}`.toLowerCase();
}
