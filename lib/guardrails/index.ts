import type { Guardrail, GuardrailInput, GuardrailResult } from '#lib/domain/guardrail/guardrail.ts';
import { knownRegistries } from './known-registries.ts';
import { landingZone } from './landing-zone.ts';
import { noPlainSecrets } from './no-plain-secrets.ts';
import { noPrivilegedPods } from './no-privileged-pods.ts';
import { pinnedImages } from './pinned-images.ts';
import { resourceLimits } from './resource-limits.ts';
import { runRules } from './run.ts';
import { validManifests } from './valid-manifests.ts';

export { noticesOf } from './notices/notices-of.ts';
export { groupOf } from './reading/objects.ts';
export { allowsKind } from './reading/scope.ts';
export { findSecretsIn } from './secrets/structured.ts';

/** Every rule, in the order in which people read their verdicts. A new rule is a file of its name and a line here. */
export const GUARDRAILS: readonly Guardrail[] = [
  validManifests,
  noPlainSecrets,
  pinnedImages,
  knownRegistries,
  noPrivilegedPods,
  resourceLimits,
  landingZone,
];

/**
 * Runs every rule over a change, in the order of the registry. A rule that breaks is reported as not evaluated with the
 * reason: it never counts as passed, and does not keep the others from running.
 */
export function runGuardrails(input: GuardrailInput): GuardrailResult[] {
  return runRules(GUARDRAILS, input);
}
