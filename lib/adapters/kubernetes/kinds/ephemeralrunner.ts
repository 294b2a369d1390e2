import type { RunnerJob } from '#lib/domain/runner/runner.ts';
import type { EphemeralRunner } from '#lib/domain/runner/scale-set.ts';
import { type Fields, fieldsOf, flagOf, numberOf, textOf } from '#lib/domain/value/fields.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';
import { shownText } from '../../_shared/shown-text.ts';

export const EPHEMERAL_RUNNER_KIND: KindDescriptor<EphemeralRunner> = {
  group: 'actions.github.com',
  version: 'v1alpha1',
  resource: 'ephemeralrunners',
  kind: 'EphemeralRunner',
  namespaced: true,
  isOptional: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { name, namespace, createdAt, labels } = readMetadata(object);
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const setNamespace = textOf(labels['actions.github.com/scale-set-namespace']) || namespace;
    return {
      id: `${namespace}/${name}`,
      name,
      setId: `${setNamespace}/${textOf(labels['actions.github.com/scale-set-name'])}`,
      phase: textOf(status.phase, 64),
      ready: flagOf(status.ready),
      reason: shownText(status.reason, 256),
      message: shownText(status.message, 1000),
      failures: Object.keys(fieldsOf(status.failures)).length,
      createdAt,
      job: readJob(status, textOf(spec.githubConfigUrl, 2048)),
    };
  },
};

/** The job that it does; null while it has none. */
function readJob(status: Fields, configUrl: string): RunnerJob | null {
  const id = textOf(status.jobId);
  if (id === '') {
    return null;
  }
  const repository = shownText(status.jobRepositoryName, 256);
  const run = numberOf(status.workflowRunId, null);
  const [, ref = ''] = textOf(status.jobWorkflowRef, 512).split('@', 2);
  return {
    id,
    name: shownText(status.jobDisplayName, 256),
    repository,
    ref: ref.replace(/^refs\/(heads|tags)\//, '') || null,
    startedAt: null,
    queuedMs: null,
    url: run === null ? null : runAddress(configUrl, repository, run),
  };
}

/** The page of a run, on the host that the runner serves. */
function runAddress(configUrl: string, repository: string, run: number): string | null {
  const isAddress = /^https?:\/\//.test(configUrl) && URL.canParse(configUrl);
  return isAddress && /^[\w.-]+\/[\w.-]+$/.test(repository)
    ? new URL(`/${repository}/actions/runs/${run}`, new URL(configUrl).origin).href
    : null;
}
