import { describe, expect, it } from 'vitest';
import { type Flag, readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';
import { origin, positiveNumber, text, wholeNumber } from './values.ts';

const FLAGS = {
  count: { help: '', fallback: undefined, read: wholeNumber(1, 9) } as Flag<number | undefined>,
  rate: { help: '', fallback: 1, read: positiveNumber(0.5, 100) } as Flag<number>,
  url: { help: '', fallback: 'http://localhost:3000', read: origin } as Flag<string>,
  dir: { help: '', fallback: 'here', read: text } as Flag<string>,
  reset: { help: '', fallback: false } as Flag<boolean>,
};

describe('readFlags', () => {
  it('gives what is usual for what is not said', () => {
    expect(readFlags(FLAGS, [])).toEqual({
      count: undefined,
      rate: 1,
      url: 'http://localhost:3000',
      dir: 'here',
      reset: false,
    });
  });

  it('reads values after a space and after "=", the last one counts', () => {
    const args = ['--count', '3', '--rate=2.5', '--reset', '--dir', 'a', '--dir=b', '--url', 'https://p.example/'];
    expect(readFlags(FLAGS, args)).toEqual({
      count: 3,
      rate: 2.5,
      url: 'https://p.example',
      dir: 'b',
      reset: true,
    });
  });

  it.each([
    [['--count', 'x'], '--count: expected a whole number from 1 to 9, got "x"'],
    [['--count', '0'], '--count: expected a whole number from 1 to 9, got "0"'],
    [['--count', '1.5'], '--count: expected a whole number from 1 to 9, got "1.5"'],
    [['--count', '--reset'], '--count: expected a whole number from 1 to 9, got "--reset"'],
    [['--count='], '--count: expected a whole number from 1 to 9, got ""'],
    [['--count'], '--count: its value is missing'],
    [['--rate', '-1'], '--rate: expected a number from 0.5 to 100, got "-1"'],
    [['--rate', 'Infinity'], '--rate: expected a number from 0.5 to 100, got "Infinity"'],
    [['--url', 'localhost:3000'], '--url: expected an address such as http://localhost:3000, got "localhost:3000"'],
    [
      ['--url', 'http://localhost/path'],
      '--url: expected an address such as http://localhost:3000, got "http://localhost/path"',
    ],
    [['--dir', ' '], '--dir: expected a text, got " "'],
    [['--reset=yes'], '--reset: it takes no value, got "yes"'],
    [['--fast'], '--fast: there is no such flag'],
    [['--__proto__', '1'], '--__proto__: there is no such flag'],
    [['-r'], '-r: there is no such flag'],
    [['again'], 'again: expected flags only'],
    [['--', '--reset'], '--reset: expected flags only'],
  ])('refuses %j: %s', (args, message) => {
    expect(() => readFlags(FLAGS, args)).toThrow(new UsageError(message));
  });
});
