import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

const SECRETS = [
  'Secret',
  'SealedSecret',
  'ExternalSecret',
  'ClusterExternalSecret',
  'SecretStore',
  'ClusterSecretStore',
];

/** Objects that hold or fetch credentials. What stands in them is not repeated. */
export function secrets({ before, after }: ObjectPair): Notice[] {
  return after === null || !SECRETS.includes(after.kind) || (before !== null && isSame(before.value, after.value))
    ? []
    : [noticeIn('secret', after, [], before === null ? 'is new' : 'changes')];
}
