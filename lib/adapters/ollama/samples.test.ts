import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toState } from './mapper.ts';

const RECORDED = new URL(
  '../../../../shared/contracts/samples/ollama-api/list-running-models-response-1.json',
  import.meta.url,
);

it('what upstream recorded is read whole', ({ skip }) => {
  if (!existsSync(RECORDED)) {
    return skip('the recorded answers of upstream are not beside this checkout');
  }
  const { models } = JSON.parse(readFileSync(RECORDED, 'utf8')) as { models: unknown[] };
  const state = toState('0.32.15', { loaded: models, installed: [] });
  expect(state).not.toHaveProperty('skipped');
  expect(state.loaded).toHaveLength(models.length);
});
