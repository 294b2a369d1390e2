import type { GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { type FoundImage, imagesOf } from '../pods/images.ts';
import { groupOf } from '../reading/objects.ts';
import type { BothSides } from './pairs.ts';

/** Images that were not there, and others in the place of those that were. */
export function images(files: readonly BothSides[], repository: Pick<GuardrailInput['repository'], 'paths'>): Notice[] {
  const old = files.map((file) => ({ ...file, after: file.before, parsed: file.parsedBefore }));
  const before = new Map(imagesOf({ files: old, repository }).map((image) => [keyOf(image), image.text]));
  return imagesOf({ files: [...files], repository }).flatMap((image) => {
    const was = before.get(keyOf(image));
    const { subject, where, text, path } = image;
    if (was === text || text === '') {
      return [];
    }
    const message = was === undefined ? `${where}: ${text}` : `${where}: ${text}, not ${was}`;
    const { file, label: object, document } = subject;
    return [{ topic: 'image', file, line: document.lineOf(path), object, message } as const];
  });
}

/** The place of an image, by the object that it is in, or by the file where it is in no object. */
function keyOf({ subject: { apiVersion, kind, namespace, name, file }, path }: FoundImage): string {
  return JSON.stringify(kind === '' ? [file, path] : [groupOf(apiVersion), kind, namespace, name, path]);
}
