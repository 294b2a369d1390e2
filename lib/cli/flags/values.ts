import { UsageError } from './usage-error.ts';

/** Readers of flag values. Each throws UsageError that says what was expected. */

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new UsageError(`expected a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

export function positiveNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new UsageError(`expected a number from ${least} to ${most}`);
    }
    return value;
  };
}

export function text(value: string): string {
  if (value.trim() === '') {
    throw new UsageError('expected a text');
  }
  return value;
}

/** An address without a path, as people open it. */
export function origin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new UsageError('expected an address such as http://localhost:3000');
  }
  return url.origin;
}
