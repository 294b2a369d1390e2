import type { Viewer } from '#lib/domain/inbox/row.ts';
import type { WaitingData } from '../inbox/waiting.ts';
import type { ViewResult } from './view.ts';

/** What the frame around every page knows: who looks, what they may, how fresh the platform is, what waits. */
export type Frame = {
  viewer: Viewer;
  role: string;
  may: { propose: boolean; ask: boolean; link: boolean; audit: boolean; connections: boolean };
  /** The page of the sandbox on which faults are switched on; null where the platform is a real one. */
  sandboxUrl: string | null;
  /** The server's time, so that relative times do not depend on the browser's clock. */
  now: number;
  sources: ViewResult<object>;
  waiting: ViewResult<WaitingData>;
};
