import type { CheckedCopy } from '#lib/adapters/db/copy/check-copy.ts';
import type { Restored } from '#lib/adapters/db/copy/restore.ts';

const count = (many: number, one: string) => `${many.toLocaleString('en')} ${one}${many === 1 ? '' : 's'}`;

function heldBy({ changes, records }: CheckedCopy): string {
  return `${count(changes, 'change')}, ${count(records, 'audit record')}, the chain is whole`;
}

export function backupText(target: string, copy: CheckedCopy, keyFile: string): string {
  return [
    `Backed up to ${target}: ${heldBy(copy)}.`,
    `People's tokens in it are sealed with the key in PORTOLAN_SECRET_KEY or ${keyFile}.`,
    'Keep that key too, in another place: without it everybody has to sign in again, together they open the tokens.',
  ].join('\n');
}

export function restoreText(file: string, restored: Restored): string {
  const { kept } = restored;
  return [
    `Restored ${file}: ${heldBy(restored)}.`,
    ...(kept === null ? [] : [`What was there before is ${kept}.`]),
    'Start the portal. Changes that were unfinished are looked up at the forge and brought to where they stand now.',
  ].join('\n');
}
