import { hashText } from '../api/draw.ts';
import type { PodTemplate } from '../api/pod-types.ts';

const SAFE_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for one version of a pod template, as `pod-template-hash` and `controller-revision-hash` carry it. */
export function templateHash(template: PodTemplate): string {
  const text = JSON.stringify(template);
  const digits = `${hashText(text)}${hashText(`${text}+`) % 10}`.slice(0, 10);
  return [...digits].map((digit) => SAFE_CHARACTERS[Number(digit) + 10] ?? 'b').join('');
}
