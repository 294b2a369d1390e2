import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { FormPage } from '#lib/domain/template/template.ts';
import { FormNotices, type FormNoticesProps } from './form-notices.tsx';

const properties = {
  size: { title: 'Size of the disk', enum: ['s', 'l'], enumNames: ['Small', 'Large'] },
  cpuRequest: { title: 'CPU request' },
};
const pages: FormPage[] = [{ title: '', description: '', schema: { properties } }];
const draft: FormNoticesProps['draft'] = {
  values: { size: 's' },
  state: 'restored',
  restoredFrom: 1,
  hasMasked: false,
  elsewhere: null,
};
const nothing = () => undefined;
const filled = { from: 'A small service', other: {}, isUndone: false, isTouched: false };

const render = (more: Partial<FormNoticesProps['draft']>, isFilled: boolean) =>
  renderToStaticMarkup(
    <FormNotices
      pages={pages}
      draft={{ ...draft, ...more }}
      filling={{ filled: isFilled ? filled : null, swap: nothing, clear: nothing }}
    />,
  );

describe('the notices above a form', () => {
  it('say that a draft is back, and, with the way back to it, what was there before it was filled in', () => {
    expect(render({}, false)).toContain('is back');
    const reloaded = render({}, true);
    expect(reloaded).toContain('is back');
    expect(reloaded).toContain('Filled in from “A small service”.');
    expect(reloaded).toContain('Undo');
    expect(render({ restoredFrom: null }, true)).not.toContain('is back');
  });

  it.each([
    ['it was sent in another tab', { elsewhere: { kind: 'ended' } }, 'was sent or begun anew in another tab'],
    ['it is open in another tab', { elsewhere: { kind: 'typed', clashes: [] } }, 'is open in another tab'],
    [
      'it differs in another tab',
      { elsewhere: { kind: 'typed', clashes: [{ field: 'name', theirs: 'post' }] } },
      'this tab keeps its own',
    ],
    ['nothing is kept', { state: 'lost', restoredFrom: null }, 'does not keep drafts'],
  ] satisfies [string, Partial<FormNoticesProps['draft']>, string][])(
    'say that %s, also of a form that was filled in',
    (_, more, words) => {
      expect(render(more, false)).toContain(words);
      const markup = render(more, true);
      expect(markup).toContain(words);
      expect(markup).toContain('Filled in from');
    },
  );

  it('name the fields that differ by their labels, with what stands in the other tab in plain words', () => {
    const clashes = [
      { field: 'size', theirs: 'l' },
      { field: 'cpuRequest', theirs: '100m' },
    ];
    const markup = render({ elsewhere: { kind: 'typed', clashes } }, false);
    expect(markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain(
      'In the other one stands: Size of the disk: Large CPU request: 100m',
    );
  });

  it('say that nothing is kept beside what another tab did', () => {
    const markup = render({ state: 'lost', elsewhere: { kind: 'ended' } }, false);
    expect(markup).toContain('does not keep drafts');
    expect(markup).toContain('in another tab');
  });
});
