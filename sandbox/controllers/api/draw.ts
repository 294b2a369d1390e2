/** 32 bits of FNV-1a: stable names and draws, nothing more. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // A last mixing step (murmur3): without it similar texts give neighbouring numbers.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Draws between two numbers; the same text always gives the same one, whatever was drawn before. */
export type Draw = (text: string, least: number, most: number) => number;

export function createDraw(seed: number): Draw {
  return (text, least, most) => least + (hashText(`${seed}:${text}`) / 0x1_0000_0000) * (most - least);
}

/** Letters and digits that cannot form words: apimachinery pkg/util/rand. */
const SAFE_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix as Kubernetes gives to generated names. */
export function nameSuffix(text: string, length: number): string {
  let suffix = '';
  for (let index = 0; index < length; index += 1) {
    suffix += SAFE_CHARACTERS[hashText(`${index}:${text}`) % SAFE_CHARACTERS.length];
  }
  return suffix;
}
