import { hashText } from '../controllers/api/draw.ts';

export type GeneratedState = {
  sync: 'Synced' | 'OutOfSync' | 'Unknown';
  health: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';
  phase: 'Succeeded' | 'Running' | 'Failed';
};

/** How a big platform looks on an ordinary day: shares in percent. */
const SHARES: readonly [percent: number, state: GeneratedState][] = [
  [88, { sync: 'Synced', health: 'Healthy', phase: 'Succeeded' }],
  [3, { sync: 'Synced', health: 'Progressing', phase: 'Succeeded' }],
  [3, { sync: 'OutOfSync', health: 'Healthy', phase: 'Succeeded' }],
  [2, { sync: 'Synced', health: 'Degraded', phase: 'Succeeded' }],
  [1, { sync: 'OutOfSync', health: 'Progressing', phase: 'Running' }],
  [1, { sync: 'OutOfSync', health: 'Degraded', phase: 'Failed' }],
  [1, { sync: 'Synced', health: 'Suspended', phase: 'Succeeded' }],
  [1, { sync: 'Unknown', health: 'Unknown', phase: 'Succeeded' }],
];

export type Random = {
  /** 0 to 1, without 1; the same texts give the same numbers. */
  share(text: string): number;
  /** A whole number between two, both possible. */
  between(text: string, least: number, most: number): number;
  pick<Value>(text: string, values: readonly Value[]): Value;
  /** So many hexadecimal digits. */
  hex(text: string, length: number): string;
};

export function createRandom(seed: number): Random {
  const share = (text: string) => hashText(`${seed}/${text}`) / 0x1_0000_0000;
  return {
    share,
    between: (text, least, most) => least + Math.floor(share(text) * (most - least + 1)),
    pick: (text, values) => values[Math.floor(share(text) * values.length)] as (typeof values)[number],
    hex(text, length) {
      let digits = '';
      for (let part = 0; digits.length < length; part += 1) {
        digits += hashText(`${seed}/${part}/${text}`).toString(16).padStart(8, '0');
      }
      return digits.slice(0, length);
    },
  };
}

export function drawState(random: Random, name: string): GeneratedState {
  let left = random.share(`state/${name}`) * 100;
  for (const [percent, state] of SHARES) {
    left -= percent;
    if (left < 0) {
      return state;
    }
  }
  return { sync: 'Synced', health: 'Healthy', phase: 'Succeeded' };
}

/** Most applications are in the later waves, where people's own things are. */
const WAVES = [-2, -1, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7];

export function drawWave(random: Random, name: string): number {
  return random.pick(`wave/${name}`, WAVES);
}
