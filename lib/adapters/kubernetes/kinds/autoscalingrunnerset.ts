import type { RunnerScope } from '#lib/domain/runner/runner.ts';
import type { RunnerSet } from '#lib/domain/runner/scale-set.ts';
import { fieldsOf, itemsOf, numberOf, textOf } from '#lib/domain/value/fields.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';
import { shownText } from '../../_shared/shown-text.ts';

/** Of the Actions Runner Controller, 0.9 and later; labels came with 0.14. */
export const RUNNER_SET_KIND: KindDescriptor<RunnerSet> = {
  group: 'actions.github.com',
  version: 'v1alpha1',
  resource: 'autoscalingrunnersets',
  kind: 'AutoscalingRunnerSet',
  namespaced: true,
  isOptional: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const { name: objectName, namespace } = readMetadata(object);
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const name = textOf(spec.runnerScaleSetName) || objectName;
    const labels = itemsOf(spec.runnerScaleSetLabels, 100)
      .map((label) => shownText(label, 256))
      .filter(Boolean);
    const selector = fieldsOf(fieldsOf(fieldsOf(spec.template).spec).nodeSelector);
    const url = addressOf(spec.githubConfigUrl);
    return {
      id: `${namespace}/${objectName}`,
      namespace,
      name,
      // As the controller registers it: its name is always one of its labels.
      labels: [...new Set([name, ...labels])],
      scope: scopeOf(url),
      group: shownText(spec.runnerGroup, 256) || 'Default',
      url: url?.href ?? '',
      platform: textOf(selector['kubernetes.io/os'], 64) || 'linux',
      architecture: textOf(selector['kubernetes.io/arch'], 64) || null,
      min: numberOf(spec.minRunners, 0),
      max: numberOf(spec.maxRunners, null),
      current: numberOf(status.currentRunners, 0),
      pending: numberOf(status.pendingEphemeralRunners, 0),
      running: numberOf(status.runningEphemeralRunners, 0),
      failed: numberOf(status.failedEphemeralRunners, 0),
      // It was called state until 0.12.
      phase: textOf(status.phase, 64) || textOf(status.state, 64),
    };
  },
};

/** Only an address that a person can follow, without what could stand before its host. */
function addressOf(value: unknown): URL | null {
  const text = textOf(value, 2048);
  if (!URL.canParse(text)) {
    return null;
  }
  const url = new URL(text);
  const isSafe = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isSafe ? url : null;
}

/** `https://github.com/organization`, with a repository behind it, or `…/enterprises/name`. */
function scopeOf(url: URL | null): RunnerScope {
  const [first, second] = (url?.pathname ?? '').split('/').filter((part) => part !== '');
  if (first === undefined) {
    return { level: 'organization', paths: null };
  }
  if (first === 'enterprises' && second !== undefined) {
    return { level: 'enterprise', paths: [second] };
  }
  return second === undefined
    ? { level: 'organization', paths: [first] }
    : { level: 'repository', paths: [`${first}/${second}`] };
}
