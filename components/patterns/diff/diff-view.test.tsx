import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { diffBlocks } from './diff-blocks.ts';
import { DiffView } from './diff-view.tsx';

describe('DiffView', () => {
  it('tells added and removed lines apart without colour', () => {
    const markup = renderToStaticMarkup(<DiffView path="a.yaml" blocks={diffBlocks('a: 1\n', 'a: 2\n')} anchor="f0" />);
    expect(markup).toMatch(/data-place=" {3}1 {7}- ".*<del[^>]*>.*1<\/span><\/del>/s);
    expect(markup).toMatch(/data-place=" {8}1 {2}\+ ".*<ins[^>]*>.*2<\/span><\/ins>/s);
    expect(markup).toContain('id="f0-L1"');
  });

  it('shows hostile text as text', () => {
    const markup = renderToStaticMarkup(<DiffView path="x" blocks={diffBlocks('', '<script>alert(1)</script>\n')} />);
    expect(markup).not.toContain('<script');
  });

  it('says so when nothing changes', () => {
    const markup = renderToStaticMarkup(<DiffView path="a.yaml" blocks={diffBlocks('a: 1\n', 'a: 1\n')} />);
    expect(markup).toContain('The file stays as it is.');
  });
});
