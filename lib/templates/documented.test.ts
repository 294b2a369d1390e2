import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isClean } from '#lib/domain/guardrail/guardrail.ts';
import { runGuardrails } from '#lib/guardrails/index.ts';
import { inputOf } from '#lib/guardrails/testing/input.ts';
import { applyDefaults, renderTemplate, validateParameters } from './index.ts';
import { templateOf } from './testing/template-files.ts';

const DOCUMENT = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');

/** The files that the guide shows, by the title of their block. */
const shown = new Map(
  [...DOCUMENT.matchAll(/```yaml title="([^"]+)"\n([\s\S]*?)```/g)].map(([, title = '', text = '']) => [title, text]),
);

it('the golden path of docs/templates.md renders what the guide shows, and passes the guardrails', () => {
  const files = [...shown].filter(([path]) => !path.startsWith('apps/'));
  const template = templateOf(Object.fromEntries(files));
  const [example] = template.examples;
  const values = applyDefaults(template, example?.values ?? {});
  expect(validateParameters(template, values)).toEqual([]);
  const rendered = renderTemplate(template, values);
  expect(rendered.files.map(({ path, content }) => [path, content])).toEqual(
    [...shown].filter(([path]) => path.startsWith('apps/')),
  );
  const results = runGuardrails(inputOf(Object.fromEntries(rendered.files.map((file) => [file.path, file.content]))));
  expect(isClean({ sha: null, at: 0, results })).toBe(true);
});
