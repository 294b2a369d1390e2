import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FormNotices, type FormNoticesProps } from './form-notices.tsx';

const draft: FormNoticesProps['draft'] = { state: 'restored', restoredFrom: 1, hasMasked: false, elsewhere: null };
const nothing = () => undefined;
const filled = { from: 'A small service', other: {}, isUndone: false };

const render = (more: Partial<FormNoticesProps['draft']>, isFilled: boolean) =>
  renderToStaticMarkup(
    <FormNotices
      draft={{ ...draft, ...more }}
      filling={{ filled: isFilled ? filled : null, swap: nothing, clear: nothing }}
    />,
  );

describe('the notices above a form', () => {
  it('say that a draft is back, unless the form was filled in since', () => {
    expect(render({}, false)).toContain('is back');
    const markup = render({}, true);
    expect(markup).toContain('Filled in from “A small service”.');
    expect(markup).not.toContain('is back');
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

  it('say that nothing is kept beside what another tab did', () => {
    const markup = render({ state: 'lost', elsewhere: { kind: 'ended' } }, false);
    expect(markup).toContain('does not keep drafts');
    expect(markup).toContain('in another tab');
  });
});
