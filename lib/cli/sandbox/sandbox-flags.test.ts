import { describe, expect, it } from 'vitest';
import { readFlags } from '../flags/read-flags.ts';
import { UsageError } from '../flags/usage-error.ts';
import { generatedSizes, SANDBOX_FLAGS } from './sandbox-flags.ts';

const sizesOf = (...args: string[]) => generatedSizes(readFlags(SANDBOX_FLAGS, args));

describe('the flags of npm run sandbox', () => {
  it('ask for the platform in git unless they name a size', () => {
    expect(sizesOf('--seed', '7', '--rate', '10')).toBeUndefined();
  });

  it('give a size, of which only the applications must be told', () => {
    expect(sizesOf('--applications', '50')).toEqual({ applications: 50 });
    expect(sizesOf('--applications', '50', '--pods', '0', '--nodes', '4')).toEqual({
      applications: 50,
      pods: 0,
      nodes: 4,
    });
  });

  it.each([
    [['--pods', '5'], '--pods: only a generated platform has a size; give --applications too'],
    [['--nodes', '5'], '--nodes: only a generated platform has a size; give --applications too'],
    [
      ['--applications', '9', '--pods', '500', '--nodes', '2'],
      '--nodes: there is room for 220 pods (110 on a node), and there may be 500; give more nodes, or fewer pods with --pods',
    ],
    [['--applications', '20001'], '--applications: expected a whole number from 1 to 20000, got "20001"'],
    [['--port', '65531'], '--port: expected a whole number from 0 to 65530, got "65531"'],
  ])('%j are refused: %s', (args, message) => {
    expect(() => sizesOf(...args)).toThrow(new UsageError(message));
  });
});
