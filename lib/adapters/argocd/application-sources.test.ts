import { describe, expect, it } from 'vitest';
import { readSources } from './application-sources.ts';

const chart = (helm: unknown, more: object = {}) => ({
  repoURL: 'https://helm.otwld.com',
  chart: 'ollama',
  targetRevision: '1.24.0',
  helm,
  ...more,
});
const helmOf = (helm: unknown) => readSources({ sources: [chart(helm)] })[0]?.helm;

describe('what the chart of a model server is told', () => {
  it('files in their order, the values in the application, and names of single ones', () => {
    const helm = {
      valueFiles: ['$values/a.yaml', '$values/b.yaml'],
      values: 'ollama: {}',
      parameters: [{ name: 'ollama.models.pull[0]', value: 'mistral' }],
    };
    expect(helmOf(helm)).toEqual({
      valueFiles: ['$values/a.yaml', '$values/b.yaml'],
      inline: 'ollama: {}',
      parameters: ['ollama.models.pull[0]'],
    });
  });

  it('an object of values replaces their text', () => {
    expect(helmOf({ values: 'a: 1', valuesObject: { b: 2 } })?.inline).toBe('{"b":2}');
  });

  it.each([undefined, null, 'text', [], { valueFiles: 'v.yaml', values: 7, parameters: {} }])(
    '%j tells nothing',
    (helm) => {
      expect(helmOf(helm)).toEqual({ valueFiles: [], inline: '', parameters: [] });
    },
  );

  it('values of a megabyte are not kept, and are not taken for none', () => {
    expect(helmOf({ values: 'x'.repeat(1024 * 1024) })?.inline).toBeNull();
  });

  it('of other charts, and of folders, nothing is kept', () => {
    const sources = readSources({
      sources: [
        chart({ values: 'a: 1' }, { chart: 'dify' }),
        chart({ values: 'a: 1' }, { chart: undefined, path: 'apps/x' }),
      ],
    });
    expect(sources.every((source) => !('helm' in source))).toBe(true);
  });
});

describe('how a folder is delivered', () => {
  const read = (more: object) => {
    const [source] = readSources({ source: { repoURL: 'https://gitlab/platform.git', path: 'apps/shop', ...more } });
    return [source?.isRecursive === true, source?.isSelective === true];
  };

  it.each([
    ['as it stands', {}, [false, false]],
    ['with what is within', { directory: { recurse: true, include: '', exclude: '' } }, [true, false]],
    ['by patterns', { directory: { include: '*.yaml' } }, [false, true]],
    ['without what patterns name', { directory: { exclude: 'values*' } }, [false, true]],
    ['as another tool makes it', { kustomize: {} }, [false, true]],
    ['as a plugin makes it', { plugin: { name: 'x' } }, [false, true]],
    ['as a chart', { helm: { valueFiles: [] } }, [false, true]],
  ])('%s', (_, more, expected) => {
    expect(read(more)).toEqual(expected);
  });
});
