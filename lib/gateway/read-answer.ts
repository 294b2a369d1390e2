import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { validateValue } from '#lib/domain/json-schema/validate.ts';

/** The shapes are the portal's own: they name nothing and have no formats. */
const PLAIN = { resolve: () => null, closed: true, nullIsAbsent: false, hasFormat: () => true };

export type AnswerReading = { value: Record<string, unknown> } | { problem: string };

/** Longer than any form or set of objects; a model that goes on and on is cut here. */
const MOST_CHARACTERS = 60_000;
const MOST_PROBLEMS = 8;

/**
 * What a model answered, as the object that it was asked for. Models say pleasantries around it, put it into a fence, end
 * too early or make up fields: what can be read is read, and the rest is a sentence that the model is told.
 */
export function readAnswer(text: string, shape: Schema, isCut: boolean): AnswerReading {
  const value = parseObject(text.slice(0, MOST_CHARACTERS));
  if (value === null) {
    return {
      problem:
        isCut || text.length > MOST_CHARACTERS
          ? 'The answer was cut off before its end. Answer again, shorter.'
          : 'The answer is not one JSON object. Answer with the JSON object alone, without any words around it.',
    };
  }
  const issues = validateValue(shape, value, PLAIN);
  if (issues.length > 0) {
    const lines = issues.slice(0, MOST_PROBLEMS).map(({ path, keyword, expected }) => {
      const field = path.join('.') || 'the answer';
      return `- ${field}: ${keyword} ${JSON.stringify(expected)?.slice(0, 200) ?? ''}`.trim();
    });
    return { problem: `The answer does not have the right form:\n${lines.join('\n')}` };
  }
  return { value };
}

/** The first object that stands in the text, whole. */
function parseObject(text: string): Record<string, unknown> | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  for (const candidate of [text, start < 0 || end < start ? '' : text.slice(start, end + 1)]) {
    const value = parseJson(candidate);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
