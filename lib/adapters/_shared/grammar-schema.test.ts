import { expect, it } from 'vitest';
import { grammarSchema } from './grammar-schema.ts';

it('leaves out the bounds that llama.cpp refuses, at any depth, and nothing else', () => {
  expect(
    grammarSchema({
      type: 'object',
      properties: {
        maxLength: { type: 'string', maxLength: 2000 },
        edits: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 8000, minimum: 9000 } },
        short: { type: 'string', maxLength: 1999 },
      },
    }),
  ).toEqual({
    type: 'object',
    properties: {
      maxLength: { type: 'string' },
      edits: { type: 'array', maxItems: 20, items: { type: 'string', minimum: 9000 } },
      short: { type: 'string', maxLength: 1999 },
    },
  });
});
