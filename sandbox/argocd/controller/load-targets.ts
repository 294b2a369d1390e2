import type { KubeObject } from '../../kubernetes/object.ts';
import { readSpec } from '../application/spec.ts';
import { prepareSources, type Rendered, renderSources } from '../manifests/render.ts';
import type { ControllerContext } from './context.ts';

/**
 * What an Application's sources ask for, rendered only when something it depends on has changed.
 * @param revisions commits a sync was begun with; empty for what is tracked
 * @throws TargetError
 */
export async function loadTargets(
  context: ControllerContext,
  application: KubeObject,
  revisions: readonly string[] = [],
): Promise<Rendered> {
  const spec = readSpec(application);
  const applicationName = application.metadata.name;
  const { tracking } = context.settings();
  const sources = await prepareSources(spec, context.repositories, revisions);
  const commits = sources.map(({ revision }) => revision).join();
  const key = `${commits}/${tracking.method}/${tracking.labelKey}/${context.kindsVersion()}`;
  const memory = context.memoryOf(applicationName);
  const known = memory.rendered.find((one) => one.spec === application.spec && one.key === key);
  if (known !== undefined) {
    return known.value;
  }
  const value = renderSources(sources, { applicationName, spec, tracking, cluster: context.cluster });
  memory.rendered = [{ spec: application.spec, key, value }, ...memory.rendered.slice(0, 1)];
  return value;
}
