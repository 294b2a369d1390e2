import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { readAnswer } from './read-answer.ts';

const SHAPE: Schema = {
  type: 'object',
  required: ['image'],
  additionalProperties: false,
  properties: { image: { type: 'string' }, port: { type: 'integer', minimum: 1 } },
};
const GOOD = { value: { image: 'web:1', port: 80 } };

describe('an answer is read', () => {
  it.each([
    ['as it should be', '{"image":"web:1","port":80}'],
    ['in a fence', '```json\n{"image":"web:1","port":80}\n```'],
    ['with pleasantries', 'Sure! Here it is:\n{"image":"web:1","port":80}\nAnything else?'],
  ])('%s', (_how, text) => {
    expect(readAnswer(text, SHAPE, false)).toEqual(GOOD);
  });

  it.each([
    ['nothing', '', false, /not one JSON object/],
    ['words alone', 'I cannot help with that.', false, /not one JSON object/],
    ['a list', '[1]', false, /not one JSON object/],
    ['cut off', '{"image":"we', true, /cut off/],
    ['endless', `{"image":"${'x'.repeat(70_000)}`, false, /cut off/],
    ['with a field of its own', '{"image":"a","hostNetwork":true}', false, /hostNetwork|unknown/],
    ['of a wrong type', '{"image":5}', false, /image: type/],
    ['without what is needed', '{"port":80}', false, /required/],
    ['with a prototype', '{"image":"a","__proto__":{"x":1}}', false, /__proto__|unknown/],
  ])('and one that is no good is told what is wrong: %s', (_what, text, isCut, problem) => {
    const reading = readAnswer(text, SHAPE, isCut);
    expect('problem' in reading ? reading.problem : 'none').toMatch(problem);
  });
});
