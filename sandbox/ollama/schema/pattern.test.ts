import { describe, expect, it } from 'vitest';
import { parsePattern, UnsupportedSchemaError } from './pattern.ts';
import { createRandom } from './random.ts';

describe('texts made from a pattern', () => {
  it.each([
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    '^v?\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?$',
    '^(yes|no|perhaps)$',
    '^[^a-y\\s]{3}$',
    '^\\S+@\\S+\\.[a-z]{2,3}$',
    '^([0-9]+)(m|Mi|Gi)?$',
    '^(?:[A-F0-9]{2}:){5}[A-F0-9]{2}$',
    '^a{3}b{2,}c{0,1}d*?$',
    '^[\\w.-]+/[\\w.-]+:[\\w.-]+$',
    '^[+\\-*/]$',
    '^x{,3}$',
    'no anchors at all',
    '^$',
    '^.\\.\\*\\n$',
  ])('%s', (source) => {
    const pattern = parsePattern(source);
    const expression = new RegExp(source, 'u'.slice(0, source === '^x{,3}$' ? 0 : 1));
    const random = createRandom(source);
    for (let index = 0; index < 200; index += 1) {
      expect(pattern.sample(random, index % 3 === 0 ? 0 : 1)).toMatch(expression);
    }
  });

  it.each(['(?=a)b', '(?<name>a)', '\\ba', '(a', 'a)', '[a', '*a', '\\1', 'a\\'])('refuses %s', (source) => {
    expect(() => parsePattern(source)).toThrow(UnsupportedSchemaError);
  });
});
