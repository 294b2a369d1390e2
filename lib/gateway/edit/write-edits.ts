import { valueWith } from '#lib/domain/manifest/edit-value.ts';
import { isManifestObject, type ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf } from '#lib/domain/value/fields.ts';
import { type Attempt, type ConversationTools, converse } from '../converse.ts';
import type { DraftFile } from '../objects/index.ts';
import type { Request } from '../question.ts';
import { type Additions, addObjects } from './add-objects.ts';
import { askForEdits } from './ask-for-edits.ts';
import { makeEdits } from './make-edits.ts';
import type { EditablePart, LocatedObject, PartEdit } from './part.ts';

export type EditRequest = Request & {
  /** What the model is shown and may change. */
  parts: readonly EditablePart[];
  /** How many there are besides for which the model's context has no room. */
  left: number;
  /** All that the application has, also what the model is not shown. */
  objects: readonly LocatedObject[];
  /** Where whole objects may be added; null where that cannot be told, or none may be. */
  additions: Additions | null;
  /** At least 1. */
  attempts: number;
};

/** What of an application is to be another, and what is to be there beside it. */
export type WrittenEdits = {
  edits: PartEdit[];
  /** What the model said of objects that are missing, and the files that came of it. */
  add: Fields;
  added: DraftFile[];
};

export type EditTools = ConversationTools & {
  /** What the platform refuses of the files as they would be then, in words; null where it refuses nothing. */
  checkEdits(written: WrittenEdits): Promise<string | null>;
};

/**
 * From words to fields of an application that have to be others than they are, and objects that it lacks. Throws what the
 * server of the model throws.
 */
export async function writeEdits(
  { parts, left, objects, additions, attempts, ...request }: EditRequest,
  tools: EditTools,
): Promise<Attempt<WrittenEdits>> {
  if (parts.length === 0) {
    return {
      problem:
        left === 0
          ? `${request.appName} has no file that a model could change: plain objects and values of charts, without secrets.`
          : `No object of ${request.appName} is small enough for what the model can read at once (contextTokens).`,
    };
  }
  const question = askForEdits(request, parts, additions?.kinds ?? []);
  return await converse('edits', question, attempts, tools, async (answer) => {
    const made = makeEdits(answer, parts);
    if ('problem' in made) {
      return made;
    }
    const add = additions === null ? {} : fieldsOf(answer.add);
    const more = additions === null ? { added: [] } : addObjects(add, withEdits(objects, made.edits), additions);
    if ('problem' in more) {
      return more;
    }
    const written = { ...made, add, ...more };
    return written.edits.length + written.added.length === 0
      ? { problem: additions === null ? `${NOTHING} ${FIELDS_ONLY}` : NOTHING }
      : { value: written, problem: await tools.checkEdits(written) };
  });
}

const NOTHING = 'Nothing would change. Name what has to be another than it is.';
const FIELDS_ONLY =
  'Whole objects cannot be added to this application in words: nothing tells surely where they would be delivered from.';

/** Objects as they are once their fields are what the edits say. */
export function withEdits(objects: readonly LocatedObject[], edits: readonly PartEdit[]): ManifestObject[] {
  return objects.map(({ file, document, value }) => {
    const own = edits.filter((edit) => edit.file === file && edit.document === document);
    return own.reduce<ManifestObject>((before, edit) => {
      const after = valueWith(before, edit.path, edit.value);
      return isManifestObject(after) ? after : before;
    }, value);
  });
}
