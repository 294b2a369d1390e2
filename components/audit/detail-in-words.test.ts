import { expect, it } from 'vitest';
import { detailInWords } from './detail-in-words.ts';

it('puts the details of a record on a line, with hashes cut', () => {
  const sha = 'b1138afb396a54242338ab3b2ff9e63c3ed75bbc';
  expect(detailInWords({ sha, by: 'rui', iid: 1, secondLook: false, nothing: null })).toBe(
    'sha b1138afb, by rui, iid 1, secondLook false',
  );
  expect(detailInWords({ evidence: [{ application: 'argocd/web', revision: sha }] })).toBe(
    'evidence (application argocd/web, revision b1138afb)',
  );
  expect(detailInWords({ evidence: [{ at: 1_795_246_695_267, wave: 7 }] })).toBe(
    'evidence (at 2026-11-21 07:38:15 UTC, wave 7)',
  );
  expect(detailInWords({})).toBe('');
});
