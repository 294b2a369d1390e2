import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Preview } from '#lib/domain/change/preview.ts';
import { PreviewPanel } from './preview-panel.tsx';

const INCOMPLETE: Preview = { errors: [], result: null, sources: [] };

it.each([
  ['it is on its way', null, null, 'The preview is on its way'],
  ['values are missing', INCOMPLETE, null, 'Some values are missing'],
  ['git cannot be read', null, 'GitLab is away', 'There is no preview yet'],
  // The answer is of what stood in the form before.
  ['git cannot be read, and values were missing before', INCOMPLETE, 'GitLab is away', 'There is no preview yet'],
])('says why there is nothing to see where %s', (_, preview, problem, words) => {
  const html = renderToStaticMarkup(<PreviewPanel preview={preview} isStale={false} problem={problem} />);
  expect(html).toContain(words);
});
