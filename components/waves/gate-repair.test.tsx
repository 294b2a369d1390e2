import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { GateRepairData } from '#lib/views/gate-repair/read.ts';
import { RepairOffer } from './gate-repair.tsx';

const FILE = { path: 'argocd/argocd-cm.yaml', url: 'https://gitlab.lan/a/argocd-cm.yaml' };
const markup = (overrides: Partial<GateRepairData>) => {
  const repair: GateRepairData = {
    repository: 'platform/gitops',
    state: 'mendable',
    file: FILE,
    reason: '',
    href: '/new/argocd-health-check',
    snippet: 'key: |\n  return hs',
    ...overrides,
  };
  return renderToStaticMarkup(<RepairOffer repair={repair} />);
};

it('leads to the form of the change, and names the file', () => {
  expect(markup({})).toMatch(/href="\/new\/argocd-health-check".*Propose the check.*argocd\/argocd-cm\.yaml/s);
});

it('does not propose what git has already', () => {
  const page = markup({ state: 'there' });
  expect(page).toContain('has the check already');
  expect(page).not.toContain('Propose');
});

it('leaves the button to those who may propose changes', () => {
  const page = markup({ href: null });
  expect(page).not.toContain('Propose the check');
  expect(page).toContain('Somebody who may propose changes');
});

it('shows what to add where no file was found, and says so', () => {
  const page = markup({ state: 'by-hand', file: null, reason: 'No file was found (12 looked at).' });
  expect(page).toContain('No file was found (12 looked at). Add this below data');
  expect(page).toContain('key: |\n  return hs</pre>');
  expect(markup({ state: 'by-hand' })).toContain('cannot be changed surely');
});
