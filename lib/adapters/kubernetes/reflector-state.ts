import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import type { Backoff } from './backoff.ts';
import type { Mirror } from './mirror.ts';
import type { SourceTracker } from './source-tracker.ts';
import type { WatchProof } from './watch-proof.ts';

/** What a reflector knows while it works. */
export type ReflectorState = {
  readonly kind: Pick<KindDescriptor<never>, 'group' | 'version' | 'resource' | 'isOptional' | 'only'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly mirror: Mirror;
  readonly source: SourceTracker;
  /** Reset by every event and by every watch that ends as it should. */
  readonly backoff: Backoff;
  readonly report: (error: unknown) => void;
  /** Who would see that it is old; null where nobody counts them. */
  readonly attention: Attention | null;
  /** What is known of the watch that goes on now and of those before it. */
  readonly proof: WatchProof;
  /** It has shown something since it began. */
  wasLive: boolean;
  /** The last failure was that no answer came, or not the whole of it. */
  wasSilent: boolean;
  /** How often a request was given up, because small questions were answered meanwhile, since it was last live. */
  givenUps: number;
  /** The resourceVersion to watch from; null means that a list is needed. */
  position: string | null;
  /** The watch was lost, so the server may have come back with an older state. */
  isDoubtful: boolean;
  stage: 'list' | 'check' | 'watch';
  /** The server took the watch. */
  isOpen: boolean;
  /** What of the objects could not be read, as the source says it now. */
  note: string;
  /** The server is not there, so there is nothing to try until the pulse says otherwise. */
  isAway: boolean;
  /** How often it was away so far. */
  aways: number;
  /** `aways` when the request that goes on now was answered; null while it is not. */
  answeredIn: number | null;
  /** The server is there: ends the rest that goes on now and, where it was away, the request from before. */
  wake: (wasAway: boolean) => void;
};
