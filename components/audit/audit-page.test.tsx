import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AuditPage } from './audit-page.tsx';

const ID = '0f4b1c9e-0000-4000-8000-000000000001';
const render = (subject: string | null, titles: Record<string, string> = {}) =>
  renderToStaticMarkup(<AuditPage data={{ records: [], titles, subject, next: null }} />);

describe('the audit page of one subject', () => {
  it('names it by its title', () => {
    expect(render(ID, { [ID]: 'Deploy shop' })).toContain('Only what is about Deploy shop.');
  });

  it.each([ID, 'abc', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'names it by its id where it has no title: %s',
    (subject) => {
      expect(render(subject)).toContain(`Only what is about ${subject}.`);
    },
  );

  it('says nothing of one where all are shown', () => {
    expect(render(null)).not.toContain('Only what is about');
  });
});
