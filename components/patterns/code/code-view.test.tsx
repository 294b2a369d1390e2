import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CodeView } from './code-view.tsx';

describe('CodeView', () => {
  it('numbers the lines and does not count the newline at the end', () => {
    const markup = renderToStaticMarkup(<CodeView path="a.yaml" text={'a: 1\nb: 2\n'} anchor="f0" />);
    expect(markup).toContain('id="f0-L2"');
    expect(markup).not.toContain('data-line="3"');
  });

  it('shows hostile text as text', () => {
    const text = 'a: "<img src=x onerror=alert(1)>"\n<script>alert(1)</script>: </pre>';
    const markup = renderToStaticMarkup(<CodeView path="a.yaml" text={text} />);
    expect(markup).not.toMatch(/<script|<img/);
    expect(markup).toContain('&lt;script&gt;');
  });

  it('marks the lines that something was found on, in words', () => {
    const markup = renderToStaticMarkup(
      <CodeView
        path="a.yaml"
        text={'a: 1\nimage: web:latest'}
        marks={[{ line: 2, tone: 'bad', text: 'tag is latest' }]}
      />,
    );
    expect(markup).toMatch(/data-line="2" class="[^"]*bg-bad-soft[^"]*".*tag is latest/s);
  });
});
