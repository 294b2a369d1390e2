import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import { ConnectionLine } from './connection-line.tsx';

const CONNECTION: ConnectionRow = {
  id: 'models/a',
  group: 'Models',
  partOf: null,
  title: 'Ollama a',
  holds: '50 models',
  state: 'live',
  since: null,
  heardAt: null,
  checkedAt: null,
  reason: '',
  remedy: '',
  address: 'http://10.0.0.7:11434',
  version: null,
  identity: null,
  findings: [],
  failures: [],
};

it('tells all that is known without a script, and of very many only once it is opened', () => {
  const markup = (isOneOfMany: boolean) =>
    renderToStaticMarkup(<ConnectionLine connection={CONNECTION} isOneOfMany={isOneOfMany} />);
  expect(markup(false)).toContain('http://10.0.0.7:11434');
  expect(markup(true)).toContain('Ollama a');
  expect(markup(true)).not.toContain('http://10.0.0.7:11434');
});
