import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inputOf } from '../testing/input.ts';
import { object } from '../testing/objects.ts';
import { validManifests } from '../valid-manifests.ts';

const KINDS = [
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'PersistentVolumeClaim'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1', 'PodDisruptionBudget'],
] as const;

const FIELDS =
  `spec template jobTemplate metadata labels containers initContainers name image ports containerPort env value valueFrom
  volumes volumeMounts mountPath subPath livenessProbe httpGet tcpSocket port lifecycle preStop resources requests limits storage cpu gpu
  restartPolicy schedule timeZone replicas strategy type rollingUpdate rules host http paths path pathType backend service resource number
  defaultBackend tls hosts targetPort nodePort externalName accessModes volumeClaimTemplates data binaryData minAvailable maxReplicas`.split(
    /\s+/,
  );

/** Trees of the fields that there are, with anything at any place. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.constantFrom<unknown>(null, '', 'web', 0, -1, 70_000, true, '1Gi', '* * * * *', 'Recreate'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('tree'), { maxKeys: 6 }),
  ),
}));

it('finds or does not, whatever an object holds, and never fails itself', () => {
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), tree, ([apiVersion, kind], spec) => {
      const input = inputOf({ 'apps/web/a.yaml': object(apiVersion, kind, { spec, data: spec }) });
      const outcome = validManifests.evaluate(input);
      found += 'findings' in outcome && (outcome.findings?.length ?? 0) > 0 ? 1 : 0;
    }),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(0);
});
