import type { SourceState } from '#lib/domain/source/source.ts';
import { answer, type Intercept, type TestRequest } from './api-server.ts';
import type { Mount } from './mount.ts';
import type { Rig, RigOptions } from './rig.ts';

/** Something that goes wrong. While it does, a thing is changed, one added and one deleted. */
export type Fault = {
  name: string;
  /** What the server and the way to it are, where that matters. */
  prepare?(mount: Mount): RigOptions;
  /** Starts it; what it should no longer tell of must be muted or cut here. */
  begin(rig: Rig, mount: Mount): void | Promise<void>;
  /** How long it lasts after the changes; 0 when it is over by itself. */
  lastsMs?: number;
  end?(rig: Rig, mount: Mount): void | Promise<void>;
  /** What the source must say before it ends. */
  shows?: SourceState;
};

export type Answer = (request: TestRequest, response: Parameters<Intercept>[1]) => void;

/** The next `times` requests of a kind get this answer; the others pass. */
export function onNext(rig: Rig, kind: TestRequest['kind'], times: number, give: Answer): void {
  let left = times;
  rig.server.intercept = (request, response) => {
    if (request.kind !== kind || left === 0) {
      return false;
    }
    left -= 1;
    give(request, response);
    return true;
  };
}

export function cutWatches({ server }: Rig): void {
  for (const { response } of server.watches) {
    response.socket?.resetAndDestroy();
  }
}

export function muteWatches({ server }: Rig): void {
  for (const watch of server.watches) {
    watch.mute();
  }
}

/** Ends the open watches with this text and says nothing more on them. */
export function lastWords(rig: Rig, text: string, then: 'end' | 'reset' | 'stay'): void {
  for (const { response, mute } of rig.server.watches) {
    mute();
    response.write(text, () => {
      if (then === 'end') {
        response.end();
      } else if (then === 'reset') {
        response.socket?.resetAndDestroy();
      }
    });
  }
}

export function status(code: number, reason: string, more: object = {}): object {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `${reason} it is`, ...more };
}

export function errorEvent(code: number, reason: string, more: object = {}): string {
  return `${JSON.stringify({ type: 'ERROR', object: status(code, reason, more) })}\n`;
}

/** Cuts the watch and answers the next watches like this. */
export function refusedWatch(name: string, times: number, give: Answer): Fault {
  return {
    name,
    begin(rig) {
      onNext(rig, 'watch', times, give);
      cutWatches(rig);
    },
  };
}

/** Makes a list necessary and answers the next lists like this. */
export function refusedList(name: string, times: number, give: Answer): Fault {
  return {
    name,
    begin(rig) {
      onNext(rig, 'list', times, give);
      lastWords(rig, errorEvent(410, 'Expired'), 'end');
    },
  };
}

/** Everything gets this answer for a while. */
export function refusedAll(name: string, give: Answer, more: Pick<Fault, 'lastsMs' | 'shows'>): Fault {
  return {
    name,
    begin(rig) {
      rig.server.intercept = (request, response) => {
        give(request, response);
        return true;
      };
      cutWatches(rig);
    },
    ...more,
  };
}

export const say = (code: number, reason: string, headers: Record<string, string> = {}): Answer => {
  return (_, response) => answer(response, code, status(code, reason), headers);
};

export const hang: Answer = () => undefined;
