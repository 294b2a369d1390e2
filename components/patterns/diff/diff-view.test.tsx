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

  it('puts them beside each other for who likes it so, each with its number', () => {
    const blocks = diffBlocks('a: 1\nb: 2\n', 'a: 1\nb: 3\nc: 4\n');
    const markup = renderToStaticMarkup(<DiffView path="a.yaml" blocks={blocks} anchor="f0" style="split" />);
    const halves = [...markup.matchAll(/data-line="([^"]*)"/g)].map(([, line]) => line);
    expect(halves).toEqual(['1:1', '1:1', '2:', ':2', ':3']);
    expect(markup.match(/id="f0-L\d"/g)).toEqual(['id="f0-L1"', 'id="f0-L2"', 'id="f0-L3"']);
    expect(markup).toMatch(/<del[^>]*>.*2<\/span><\/del>.*<ins[^>]*>.*3<\/span><\/ins>/s);
  });

  it.each(['unified', 'split'] as const)('shows hostile text as text, %s', (style) => {
    const blocks = diffBlocks('', '<script>alert(1)</script>\n');
    expect(renderToStaticMarkup(<DiffView path="x" blocks={blocks} style={style} />)).not.toContain('<script');
  });

  it('says so when nothing changes', () => {
    const markup = renderToStaticMarkup(<DiffView path="a.yaml" blocks={diffBlocks('a: 1\n', 'a: 1\n')} />);
    expect(markup).toContain('The file stays as it is.');
  });
});
