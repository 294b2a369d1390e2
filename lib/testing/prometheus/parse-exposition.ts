/** A line of a metric as Prometheus keeps it. */
export type ParsedSample = { name: string; labels: Record<string, string>; value: number };
export type ParsedFamily = { name: string; help: string; type: string; samples: ParsedSample[] };

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/;
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];
const SUFFIXES: Record<string, string[]> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads the text exposition format as strictly as its words allow: HELP and TYPE before the lines of every metric, each
 * metric in one piece and once, no line twice, histograms that add up. Throws with the line that is wrong.
 */
export function parseExposition(text: string): ParsedFamily[] {
  if (!text.endsWith('\n')) {
    throw new SyntaxError('the last line has no end');
  }
  const families: ParsedFamily[] = [];
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
    try {
      readLine(line, families);
    } catch (error) {
      throw new SyntaxError(`line ${index + 1}: ${error instanceof Error ? error.message : error}: ${line}`);
    }
  }
  families.forEach(checkFamily);
  return families;
}

function readLine(line: string, families: ParsedFamily[]): void {
  const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
  const last = families.at(-1);
  if (comment !== null) {
    const [, word, name = '', rest = ''] = comment;
    if (word === 'HELP') {
      fail(
        families.some((family) => family.name === name),
        'the metric is there already',
      );
      fail(rest.trim() === '', 'the help says nothing');
      families.push({ name, help: rest, type: '', samples: [] });
      return;
    }
    fail(last?.name !== name || last.type !== '' || last.samples.length > 0, 'TYPE does not follow its HELP');
    fail(!TYPES.includes(rest), 'there is no such type');
    (last as ParsedFamily).type = rest;
    return;
  }
  fail(last === undefined || last.type === '', 'a line before HELP and TYPE');
  const family = last as ParsedFamily;
  const sample = readSample(line);
  const suffixes = SUFFIXES[family.type] ?? [''];
  fail(!suffixes.some((suffix) => sample.name === family.name + suffix), `it is no line of ${family.name}`);
  const key = keyOf(sample);
  fail(
    family.samples.some((other) => keyOf(other) === key),
    'the same line twice',
  );
  family.samples.push(sample);
}

function readSample(line: string): ParsedSample {
  const name = NAME.exec(line)?.[0] ?? '';
  fail(name === '', 'no name');
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    for (let match = LABEL.exec(rest); match !== null; match = LABEL.exec(rest)) {
      const [whole, label = '', value = ''] = match;
      fail(Object.hasOwn(labels, label), `the label ${label} twice`);
      labels[label] = value.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
      rest = rest.slice(whole.length).replace(/^,(?=[a-zA-Z_])/, '');
    }
    fail(!rest.startsWith('}'), 'its labels do not end');
    rest = rest.slice(1);
  }
  const number = /^ (\S+)$/.exec(rest)?.[1] ?? '';
  fail(!NUMBER.test(number), 'no number');
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) };
}

function checkFamily({ name, type, samples }: ParsedFamily): void {
  fail(type === 'counter' && !name.endsWith('_total'), `${name}: a counter ends in _total`);
  fail(type === 'counter' && samples.some(({ value }) => !(value >= 0)), `${name}: a counter is no less than 0`);
  fail(type !== 'counter' && name.endsWith('_total'), `${name}: only counters end in _total`);
  fail(/milli|micro|nano|_ms(_|$)|kilo|mega|kib|mib|minutes|percent/.test(name), `${name}: not a base unit`);
  if (type !== 'histogram') {
    return;
  }
  const series = Map.groupBy(samples, ({ labels: { le: _, ...labels } }) => JSON.stringify(labels));
  for (const [labels, lines] of series) {
    const buckets = lines.filter((line) => line.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels: { le = '' } }) => Number(le.replace('+Inf', 'Infinity')));
    fail(!isRising(bounds, true) || bounds.at(-1) !== Infinity, `${name}${labels}: its bounds do not rise to +Inf`);
    fail(
      !isRising(
        buckets.map(({ value }) => value),
        false,
      ),
      `${name}${labels}: its buckets are not cumulative`,
    );
    const count = lines.find((line) => line.name === `${name}_count`)?.value;
    fail(count === undefined || count !== buckets.at(-1)?.value, `${name}${labels}: its count is not that of +Inf`);
    fail(!lines.some((line) => line.name === `${name}_sum`), `${name}${labels}: it has no sum`);
  }
}

function isRising(values: readonly number[], strictly: boolean): boolean {
  return values.every((value, index) => {
    const before = values[index - 1];
    return !Number.isNaN(value) && (before === undefined || (strictly ? value > before : value >= before));
  });
}

function keyOf({ name, labels }: ParsedSample): string {
  return JSON.stringify([name, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function fail(isWrong: boolean, why: string): void {
  if (isWrong) {
    throw new SyntaxError(why);
  }
}
