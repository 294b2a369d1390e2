import { Validator } from '@cfworker/json-schema';
import { answerEdits } from './edit-answer.ts';
import { NO_INSTRUCTIONS, readInstructions } from './instructions.ts';
import { UnsupportedSchemaError } from './pattern.ts';
import { NO_HINTS, readHints } from './prompt-hints.ts';
import { createRandom } from './random.ts';
import { valueFor } from './value.ts';
import type { SchemaNode } from './walk-context.ts';

/**
 * What several rules ask for together, one way of writing can miss for ever: so first as asked, then without copying
 * from the prompt, then both ways with the other appetite.
 */
const STAGES = [
  { copies: true, asAsked: true },
  { copies: false, asAsked: true },
  { copies: true, asAsked: false },
  { copies: false, asAsked: false },
];
const ATTEMPTS_A_STAGE = 12;

export type StructuredQuestion = {
  /** Everything the model reads; the same text gives the same answer. */
  seed: string;
  /** The last message of the user, which values are copied from. */
  text: string;
  /** What it was told before. */
  system?: string;
  isHollow: boolean;
};

/** What stands between three quotation marks, where anything does: that is what somebody asks for. */
function quotedIn(text: string): string {
  const quoted = [...text.matchAll(/"""\n?([\s\S]*?)"""/g)].map(([, inside = '']) => inside);
  return quoted.length === 0 ? text : quoted.join('\n');
}

/**
 * A value that satisfies the schema, checked. Throws UnsupportedSchemaError where none is found, as the real server
 * does where it cannot make a grammar.
 */
export function answerSchema(schema: SchemaNode, question: StructuredQuestion): unknown {
  refuseLongRepetitions(schema);
  const validator = new Validator(schema as ConstructorParameters<typeof Validator>[0], '2020-12');
  const hints = readHints(quotedIn(question.text));
  const instructions = question.system === undefined ? NO_INSTRUCTIONS : readInstructions(question.system);
  const edits = question.isHollow ? null : answerEdits(schema, question.text);
  if (edits !== null && validator.validate(edits).valid) {
    return edits;
  }
  for (const [stage, { copies, asAsked }] of STAGES.entries()) {
    for (let attempt = 0; attempt < ATTEMPTS_A_STAGE; attempt += 1) {
      const value = valueFor(schema, '', {
        root: schema,
        random: createRandom(`${question.seed}\n${JSON.stringify(schema)}\n${stage} ${attempt}`),
        hints: copies ? hints : NO_HINTS,
        instructions,
        isHollow: question.isHollow === asAsked,
      });
      if (validator.validate(value).valid) {
        return value;
      }
    }
  }
  throw new UnsupportedSchemaError('no answer was found that satisfies the schema');
}

/**
 * As llama.cpp's parser of grammars did from November 2025 to September 2026, the strictest that people run: a bound of a
 * schema is a repetition, and MAX_REPETITION_THRESHOLD is 2000.
 */
function refuseLongRepetitions(schema: SchemaNode): void {
  JSON.stringify(schema, (key, value: unknown) => {
    if (/^(?:min|max)(?:Length|Items)$/.test(key) && typeof value === 'number' && value >= 2000) {
      throw new UnsupportedSchemaError(
        'number of repetitions exceeds sane defaults, please reduce the number of repetitions',
      );
    }
    return value;
  });
}
