import type { AccessRule, GroupRule, ProjectRule } from '#lib/domain/runner/access-rule.ts';
import type { Unseen } from '#lib/domain/runner/unseen.ts';
import { hasData, isWell } from '#lib/domain/source/source.ts';
import type { RunnerSource } from '#lib/portal/context.ts';

/** What of the fleet nobody sees: parts that are not permitted, and forges and clusters that tell of none now. */
export function unseenOf(sources: readonly RunnerSource[]): Unseen[] {
  return sources.flatMap(({ forge, runners: { source }, gaps }) => {
    const isKnown = hasData(source) || isWell(source);
    return isKnown ? [...gaps.values()].flatMap(({ hides }) => hides ?? []) : [{ forge, path: '' }];
  });
}

export function projectRules(sources: readonly RunnerSource[]): ProjectRule[] {
  return rulesOf(sources).filter((rule): rule is ProjectRule => rule.kind === 'project');
}

export function groupRules(sources: readonly RunnerSource[]): GroupRule[] {
  return rulesOf(sources).filter((rule): rule is GroupRule => rule.kind === 'group');
}

function rulesOf(sources: readonly RunnerSource[]): AccessRule[] {
  return sources.flatMap(({ rules }) => [...(rules?.values() ?? [])]);
}
