import { describe, expect, it } from 'vitest';
import { parseExposition } from './parse-exposition.ts';

const HEAD = '# HELP a_total Things.\n# TYPE a_total counter\n';
const HISTOGRAM = '# HELP h Times.\n# TYPE h histogram\n';

describe('the strict reader of metrics', () => {
  it('reads labels with what is escaped in them', () => {
    const [family] = parseExposition(`${HEAD}a_total{x="q\\"b\\\\n\\nl",y=""} 1e3\n`);
    expect(family?.samples).toEqual([{ name: 'a_total', labels: { x: 'q"b\\n\nl', y: '' }, value: 1000 }]);
  });

  it.each([
    ['no end of line', `${HEAD}a_total 1`],
    ['no HELP', 'a_total 1\n'],
    ['TYPE before HELP', '# TYPE a_total counter\n# HELP a_total Things.\na_total 1\n'],
    ['an unknown type', '# HELP a_total T.\n# TYPE a_total count\na_total 1\n'],
    ['a metric in two pieces', `${HEAD}a_total 1\n# HELP b T.\n# TYPE b gauge\nb 1\na_total{x="1"} 1\n`],
    ['a metric twice', `${HEAD}a_total 1\n${HEAD}`],
    ['a line twice', `${HEAD}a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 1\n`],
    ['a label twice', `${HEAD}a_total{x="1",x="2"} 1\n`],
    ['a bad label', `${HEAD}a_total{x-y="1"} 1\n`],
    ['an unescaped quote', `${HEAD}a_total{x="a"b"} 1\n`],
    ['labels without end', `${HEAD}a_total{x="1" 1\n`],
    ['no number', `${HEAD}a_total undefined\n`],
    ['two spaces', `${HEAD}a_total  1\n`],
    ['an empty line', `${HEAD}\na_total 1\n`],
    ['a counter without _total', '# HELP a T.\n# TYPE a counter\na 1\n'],
    ['a negative counter', `${HEAD}a_total -1\n`],
    ['milliseconds', '# HELP a_ms T.\n# TYPE a_ms gauge\na_ms 1\n'],
    ['a histogram without +Inf', `${HISTOGRAM}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
    ['buckets that fall', `${HISTOGRAM}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`],
    [
      'bounds that fall',
      `${HISTOGRAM}h_bucket{le="2"} 1\nh_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`,
    ],
    ['a count of its own', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`],
    ['no sum', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_count 1\n`],
  ])('refuses %s', (_, text) => {
    expect(() => parseExposition(text)).toThrow(SyntaxError);
  });
});
