import type { Cancel, SandboxClock } from '../clock.ts';
import { ControlError } from '../control/control-error.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import type { SandboxPlatform } from '../sandbox-platform.ts';
import { generatePlatform } from './applications.ts';
import type { GeneratedSizes } from './sizes.ts';

/** In sandbox time: a large platform is never quiet. */
const CHANGE_EVERY_MS = 1000;

export type GeneratedOptions = GeneratedSizes & { store: ObjectStore; clock: SandboxClock; seed: number };

/** Fills the cluster with a generated platform and keeps changing its Applications, one after the other. */
export function startGenerated(options: GeneratedOptions): SandboxPlatform {
  const { store, clock, seed } = options;
  let platform = generatePlatform(options);
  let cancel: Cancel = () => undefined;
  const keepChanging = () => {
    cancel = clock.after(CHANGE_EVERY_MS, () => {
      if (platform.names.length > 0) {
        platform.touch();
      }
      keepChanging();
    });
  };
  keepChanging();
  return {
    argocd: null,
    refresh: () => Promise.reject(new ControlError(409, 'a generated platform has no Argo CD that could look')),
    async generate(applications) {
      platform.remove();
      platform = generatePlatform({ store, clock, applications, seed });
    },
    async close() {
      cancel();
    },
  };
}
