import type { KubeObject } from '../../kubernetes/object.ts';
import { BACKGROUND_FINALIZER, FOREGROUND_FINALIZERS, hasOption, SYNC_OPTIONS } from '../application/annotations.ts';
import { waveOf } from '../sync/hooks.ts';
import type { ControllerContext } from './context.ts';

/**
 * What deleting an Application takes along: everything tracked, but no definitions (they would take all their objects
 * along) and nothing that asks to be kept: controller/appcontroller.go, shouldBeDeleted.
 */
function deletable(context: ControllerContext, application: KubeObject): KubeObject[] {
  return [...context.live.of(application.metadata.name).values()].filter(
    (object) =>
      object.metadata.uid !== application.metadata.uid &&
      object.kind !== 'CustomResourceDefinition' &&
      object.metadata.annotations?.['helm.sh/resource-policy'] !== 'keep' &&
      !hasOption(object, SYNC_OPTIONS, 'Delete=false'),
  );
}

/**
 * Deletes an Application's objects, highest wave first, and lets it go when they are gone:
 * controller/appcontroller.go, finalizeApplicationDeletion.
 */
export function finalizeDeletion(context: ControllerContext, application: KubeObject): void {
  const finalizers = application.metadata.finalizers ?? [];
  const isBackground = finalizers.includes(BACKGROUND_FINALIZER);
  if (!isBackground && !finalizers.some((one) => FOREGROUND_FINALIZERS.includes(one))) {
    return;
  }
  const left = deletable(context, application);
  if (left.some((object) => object.metadata.deletionTimestamp !== undefined)) {
    // One wave after the other: what is leaving now tells us when it has gone.
    return;
  }
  const highest = Math.max(...left.map(waveOf));
  for (const object of left.filter((one) => waveOf(one) === highest)) {
    context.cluster.delete(object, isBackground ? 'Background' : 'Foreground');
  }
  const remaining = deletable(context, application);
  if (remaining.length === 0) {
    const others = finalizers.filter((one) => one !== BACKGROUND_FINALIZER && !FOREGROUND_FINALIZERS.includes(one));
    context.cluster.writeMetadata(application, { finalizers: others });
  } else if (remaining.every((object) => object.metadata.deletionTimestamp === undefined)) {
    context.queue.add(application.metadata.name);
  }
}
