import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { SourceState, SourceStatus } from '#lib/domain/source/source.ts';
import { FreshnessChip } from './freshness-chip.tsx';

const source = (state: SourceState, more: Partial<SourceStatus> = {}): SourceStatus => ({
  id: state,
  label: `Source ${state}`,
  state,
  asOf: state === 'live' ? Date.now() : null,
  since: Date.now() - 240_000,
  ...more,
});

describe('FreshnessChip', () => {
  it('shows the worst of several sources and lists all of them', () => {
    const markup = renderToStaticMarkup(
      <FreshnessChip sources={[source('live'), source('unreachable'), source('stale')]} />,
    );
    const [button = '', panel = ''] = markup.split('</button>');
    expect(button).toContain('Unreachable for');
    expect(button).toContain('4 min');
    expect(button).toContain('2 of 3');
    expect(panel.match(/<li/g)).toHaveLength(3);
  });

  it('offers the missing rule to copy', () => {
    const remedy = 'apiGroups: [argoproj.io]\nverbs: [list, watch]';
    const markup = renderToStaticMarkup(<FreshnessChip sources={[source('forbidden', { remedy })]} />);
    expect(markup).toContain('apiGroups: [argoproj.io]');
    expect(markup).toContain('Copy remedy');
  });

  it('never calls live what is not', () => {
    for (const state of ['stale', 'unreachable', 'forbidden', 'absent', 'starting'] as const) {
      expect(
        renderToStaticMarkup(<FreshnessChip sources={[source('live'), source(state)]} />).split('</button>')[0],
      ).not.toContain('Live');
    }
  });

  it('names what a platform does without in one line, not among what is wrong', () => {
    const sources = [source('live'), source('absent', { isOptional: true }), source('stale')];
    const [button = '', panel = ''] = renderToStaticMarkup(<FreshnessChip sources={sources} />).split('</button>');
    expect(button).toContain('1 of 3');
    expect(panel).not.toContain('Not installed');
    expect(panel).toContain('Not there, and need not be: Source absent');
  });

  it('is nothing without sources', () => {
    expect(renderToStaticMarkup(<FreshnessChip sources={[]} />)).toBe('');
  });

  describe('of very many sources', () => {
    const many = (count: number, state: SourceState) =>
      Array.from({ length: count }, (_, index) =>
        source(state, { id: `${state}/${index}`, label: `${state} ${index}` }),
      );
    const panelOf = (sources: SourceStatus[]) => {
      const [, panel = ''] = renderToStaticMarkup(<FreshnessChip sources={sources} />).split('</button>');
      return {
        lines: panel.match(/<li/g)?.length,
        text: panel.replace(/<[^>]+>/g, ''),
        elements: panel.split('<').length,
      };
    };

    it('those with news have lines, and those that are live are all named in one', () => {
      const { lines, text } = panelOf([...many(40, 'live'), ...many(2, 'stale')]);
      expect(lines).toBe(3);
      expect(text).toContain('stale 1');
      expect(text).toContain('40 are live: live 0, live 1,');
      expect(text).toContain('live 39');
    });

    it('stays small however they are', () => {
      const { lines, text, elements } = panelOf([...many(40, 'live'), ...many(60, 'unreachable')]);
      expect(lines).toBe(18);
      expect(text).toContain('44 more are not live.');
      expect(elements).toBeLessThan(500);
    });
  });
});
