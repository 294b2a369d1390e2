import type { Timers } from '#lib/browser/live/timers.ts';

/** What of a BroadcastChannel is used: what one tab says, all others with the channel hear. */
export type TabChannel = {
  postMessage(message: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  close(): void;
};

export type OtherTabs = {
  /** Asks whether there are any; `onAlone` tells when there are not. */
  ask(): void;
  /** Tells them that this one goes. */
  leave(): void;
};

/** Tabs of one browser answer within a few ms; one that is busy takes longer. */
const LONGEST_ANSWER_MS = 1000;

/**
 * The tabs that have the same form open. Each answers when it is asked, and tells when it goes; one that crashed is
 * missed when somebody asks.
 * @param onAlone there is no other tab, or not any more
 */
export function watchOtherTabs(channel: TabChannel, timers: Timers, onAlone: () => void): OtherTabs {
  let callOff: (() => void) | null = null;
  const answered = () => {
    callOff?.();
    callOff = null;
  };
  const ask = () => {
    answered();
    callOff = timers.after(LONGEST_ANSWER_MS, onAlone);
    channel.postMessage('anyone?');
  };
  channel.addEventListener('message', ({ data }) => {
    if (data === 'anyone?') {
      channel.postMessage('here');
    } else if (data === 'here') {
      answered();
    } else if (data === 'gone') {
      // There may be a third one.
      ask();
    }
  });
  return {
    ask,
    leave() {
      answered();
      channel.postMessage('gone');
      channel.close();
    },
  };
}
