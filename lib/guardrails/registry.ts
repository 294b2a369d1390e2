import type { Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { landingZone } from './landing-zone.ts';
import { noPlainSecrets } from './no-plain-secrets.ts';
import { noPrivilegedPods } from './no-privileged-pods.ts';
import { pinnedImages } from './pinned-images.ts';
import { resourceLimits } from './resource-limits.ts';
import { validManifests } from './valid-manifests.ts';

/** Every rule, in the order in which people read their verdicts. A new rule is a file of its name and a line here. */
export const GUARDRAILS: readonly Guardrail[] = [
  validManifests,
  noPlainSecrets,
  pinnedImages,
  noPrivilegedPods,
  resourceLimits,
  landingZone,
];
