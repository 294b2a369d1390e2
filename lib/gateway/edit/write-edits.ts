import { type Attempt, type ConversationTools, converse } from '../converse.ts';
import type { Request } from '../question.ts';
import { askForEdits } from './ask-for-edits.ts';
import { makeEdits } from './make-edits.ts';
import type { EditablePart, PartEdit } from './part.ts';

export type EditRequest = Request & {
  /** What the model is shown and may change. */
  parts: readonly EditablePart[];
  /** How many there are besides for which the model's context has no room. */
  left: number;
  /** At least 1. */
  attempts: number;
};

export type EditTools = ConversationTools & {
  /** What the platform refuses of the files as they would be then, in words; null where it refuses nothing. */
  checkEdits(edits: readonly PartEdit[]): Promise<string | null>;
};

/** From words to fields of an application that have to be others than they are. Throws what the server of the model throws. */
export async function writeEdits(
  { parts, left, attempts, ...request }: EditRequest,
  tools: EditTools,
): Promise<Attempt<PartEdit[]>> {
  if (parts.length === 0) {
    return {
      problem:
        left === 0
          ? `${request.appName} has no file that a model could change: plain objects and values of charts, without secrets.`
          : `No object of ${request.appName} is small enough for what the model can read at once (contextTokens).`,
    };
  }
  return await converse('edits', askForEdits(request, parts), attempts, tools, async (answer) => {
    const made = makeEdits(answer, parts);
    return 'problem' in made ? made : { value: made.edits, problem: await tools.checkEdits(made.edits) };
  });
}
