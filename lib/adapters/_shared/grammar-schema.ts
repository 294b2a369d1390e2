import type { Schema } from '#lib/domain/json-schema/schema.ts';

/**
 * llama.cpp, and with it Ollama and others, makes a grammar of a schema, in which a bound is a repetition. Since November 2025 it
 * refuses those of 2000 and more, and with them the whole question (llama.cpp pull requests 17381 and 28469, issue 27087).
 */
const REFUSED_FROM = 2000;
const BOUNDS: readonly string[] = ['maxLength', 'minLength', 'maxItems', 'minItems'];

/** A schema as servers can make a grammar of it. It allows more: whoever asks holds the answer to the whole schema. */
export function grammarSchema(schema: Schema): Schema {
  const known = (key: string, value: unknown) =>
    BOUNDS.includes(key) && typeof value === 'number' && value >= REFUSED_FROM ? undefined : value;
  return JSON.parse(JSON.stringify(schema, known)) as Schema;
}
