import type { ArgoCdServer } from './argocd/server/server.ts';

/** What runs in the pretend cluster, and whoever looks after it. */
export type SandboxPlatform = {
  /** Has Argo CD look now, at one Application or (null) all. False: there is no such one. Throws ControlError. */
  refresh(application: string | null): Promise<boolean>;
  /** Makes the platform as large as this many Applications. Throws ControlError where it is not of that kind. */
  generate(applications: number): Promise<void>;
  /** Argo CD's own server; a generated platform has none. */
  argocd: ArgoCdServer | null;
  close(): Promise<void>;
};
