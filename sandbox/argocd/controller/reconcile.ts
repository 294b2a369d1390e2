import { annotationOf, REFRESH, SKIP_RECONCILE } from '../application/annotations.ts';
import { compareStep } from './compare-step.ts';
import { type ControllerContext, getApplication } from './context.ts';
import { finalizeDeletion } from './finalize.ts';
import { operationStep } from './operation-step.ts';
import { refreshSources } from './refresh-sources.ts';

/** When an Application is looked at again although nothing happened: upstream's resync with its jitter. */
function scheduleRefresh(context: ControllerContext, name: string): void {
  const memory = context.memoryOf(name);
  const now = context.clock.now();
  if (memory.nextRefreshAt <= now) {
    const { reconciliationMs, reconciliationJitterMs } = context.settings();
    const jitter = context.draw(`refresh/${name}/${Math.floor(now / 1000)}`, 0, reconciliationJitterMs);
    memory.nextRefreshAt = now + reconciliationMs + jitter;
  }
  context.queue.addAfter(name, memory.nextRefreshAt - now);
}

/** One look at one Application: finalize it, or compare it and take its operation a step further. */
export async function reconcile(context: ControllerContext, name: string): Promise<void> {
  const application = getApplication(context, name);
  if (application === undefined) {
    context.forget(name);
    return;
  }
  if (application.metadata.deletionTimestamp !== undefined) {
    finalizeDeletion(context, application);
    return;
  }
  if (annotationOf(application, SKIP_RECONCILE) === 'true') {
    return;
  }
  const memory = context.memoryOf(name);
  const request = annotationOf(application, REFRESH);
  if (request !== undefined) {
    await refreshSources(context, application, request);
  }
  memory.isRefreshDue ||= request !== undefined || memory.nextRefreshAt <= context.clock.now();
  await compareStep(context, name, request !== undefined);
  await operationStep(context, name);
  scheduleRefresh(context, name);
}
