import type { Chart } from '../helm/chart.ts';
import { arcController } from './arc/controller.ts';
import { arcRunnerSet } from './arc/runner-set.ts';
import { certManager } from './cert-manager.ts';
import { dify } from './dify.ts';
import { gitlab } from './gitlab/gitlab.ts';
import { gitlabRunner } from './gitlab-runner.ts';
import { gpuOperator } from './gpu-operator.ts';
import { kyverno } from './kyverno.ts';
import { longhorn } from './longhorn.ts';
import { n8n } from './n8n.ts';
import { ollama } from './ollama.ts';
import { sealedSecrets } from './sealed-secrets.ts';

/** The charts that the pretend Helm repositories have. */
export const CHARTS: readonly Chart[] = [
  arcController,
  arcRunnerSet,
  certManager,
  dify,
  gitlab,
  gitlabRunner,
  gpuOperator,
  kyverno,
  longhorn,
  n8n,
  ollama,
  sealedSecrets,
];
