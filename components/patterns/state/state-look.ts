import type { IconName } from '#components/ui/icon-paths.ts';
import type { Tone } from '#components/ui/tone.ts';

/** Health as Argo CD writes it, and `Stale` for one that was last seen before its source went away. */
export type HealthState = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown' | 'Stale';
export type SyncState = 'Synced' | 'OutOfSync' | 'Unknown';

export type StateLook = {
  word: string;
  icon: IconName;
  tone: Tone;
  /** Fine states are quiet: only their icon is coloured. */
  isQuiet: boolean;
  /** For the legend and screen readers' hover text. */
  meaning: string;
};

export const HEALTH_LOOKS: Record<HealthState, StateLook> = {
  Healthy: { word: 'Healthy', icon: 'healthy', tone: 'ok', isQuiet: true, meaning: 'Everything runs as it should' },
  Progressing: {
    word: 'Progressing',
    icon: 'progressing',
    tone: 'busy',
    isQuiet: false,
    meaning: 'On its way to healthy',
  },
  Degraded: {
    word: 'Degraded',
    icon: 'degraded',
    tone: 'bad',
    isQuiet: false,
    meaning: 'It failed or cannot become healthy',
  },
  Suspended: { word: 'Suspended', icon: 'suspended', tone: 'idle', isQuiet: true, meaning: 'Paused on purpose' },
  Missing: { word: 'Missing', icon: 'missing', tone: 'gone', isQuiet: false, meaning: 'It should be there and is not' },
  Unknown: { word: 'Unknown', icon: 'unknown', tone: 'unknown', isQuiet: false, meaning: 'Nobody can say how it is' },
  Stale: {
    word: 'Stale',
    icon: 'stale',
    tone: 'warn',
    isQuiet: false,
    meaning: 'The last state seen before its source went away',
  },
};

export const SYNC_LOOKS: Record<SyncState, StateLook> = {
  Synced: { word: 'Synced', icon: 'synced', tone: 'ok', isQuiet: true, meaning: 'The cluster has what git says' },
  OutOfSync: {
    word: 'OutOfSync',
    icon: 'outOfSync',
    tone: 'warn',
    isQuiet: false,
    meaning: 'The cluster differs from git',
  },
  Unknown: {
    word: 'Unknown',
    icon: 'syncUnknown',
    tone: 'unknown',
    isQuiet: false,
    meaning: 'Nobody could compare the cluster with git',
  },
};

/** A state the engine invents later is unknown to us, and says so instead of looking fine. */
export function healthLook(state: string): StateLook {
  return Object.hasOwn(HEALTH_LOOKS, state) ? HEALTH_LOOKS[state as HealthState] : HEALTH_LOOKS.Unknown;
}

export function syncLook(state: string): StateLook {
  return Object.hasOwn(SYNC_LOOKS, state) ? SYNC_LOOKS[state as SyncState] : SYNC_LOOKS.Unknown;
}
