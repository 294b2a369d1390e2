import type { CheckedCopy } from '#lib/adapters/db/copy/check-copy.ts';
import type { Restored } from '#lib/adapters/db/copy/restore.ts';

const count = (many: number, one: string) => `${many.toLocaleString('en')} ${one}${many === 1 ? '' : 's'}`;

function heldBy({ changes, records }: CheckedCopy): string {
  return `${count(changes, 'change')}, ${count(records, 'audit record')}, the chain is whole`;
}

/** @param key where the key may be, and whether a file is there */
export function backupText(target: string, copy: CheckedCopy, key: { file: string; isThere: boolean }): string {
  return [
    `Backed up to ${target}: ${heldBy(copy)}.`,
    key.isThere
      ? `People's tokens in it are sealed with the key in ${key.file}, or in PORTOLAN_SECRET_KEY where the portal has that.`
      : `People's tokens in it are sealed with the key in PORTOLAN_SECRET_KEY; there is none in ${key.file}. Where the portal has a PORTOLAN_STATE_DIR, give this command the same.`,
    'Keep that key too, in another place: without it everybody has to sign in again, together they open the tokens.',
  ].join('\n');
}

export function restoreText(file: string, restored: Restored): string {
  const { kept } = restored;
  return [
    `Restored ${file}: ${heldBy(restored)}.`,
    ...(kept === null ? [] : [`What was there before is ${kept}.`]),
    `The audit log ends with record ${restored.records} again. Where it was longer, check-audit and the portal's log say that it was cut: keep audit-anchors.txt in another place, and remove it to have what follows checked.`,
    'Start the portal. Changes that were unfinished are looked up at the forge and brought to where they stand now.',
  ].join('\n');
}
