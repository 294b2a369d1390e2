import { type GeneratedSizes, sizeProblem } from '#sandbox/generate/sizes.ts';
import type { Flag, Flags, ValuesOf } from '../flags/read-flags.ts';
import { UsageError } from '../flags/usage-error.ts';
import { origin, positiveNumber, text, wholeNumber } from '../flags/values.ts';

const MOST_APPLICATIONS = 20_000;
const MOST_PODS = 200_000;
const MOST_NODES = 5000;

function size(help: string, least: number, most: number): Flag<number | undefined> {
  return { help, placeholder: 'N', fallback: undefined, read: wholeNumber(least, most) };
}

export const RATE_FLAG: Flag<number> = {
  help: 'how many seconds pass in the sandbox in a real one',
  placeholder: 'N',
  fallback: 1,
  read: positiveNumber(0.001, 100_000),
};

export const RESET_FLAG: Flag<boolean> = { help: 'begins afresh, without what earlier runs kept', fallback: false };

export function stateFlag(fallback: string): Flag<string> {
  return { help: 'the folder that everything is kept in', placeholder: 'DIR', fallback, read: text };
}

export const SANDBOX_STATE = '.portolan/sandbox';

export const SANDBOX_FLAGS = {
  applications: size(
    'a generated platform with so many applications, one of which changes every second',
    1,
    MOST_APPLICATIONS,
  ),
  pods: size('with so many pods', 0, MOST_PODS),
  nodes: size('with so many nodes', 1, MOST_NODES),
  seed: {
    help: 'the same number draws the same delays and the same generated platform',
    placeholder: 'N',
    fallback: 1,
    read: wholeNumber(0, 2 ** 31),
  } as Flag<number>,
  rate: RATE_FLAG,
  port: {
    help: 'the first of six ports in a row; 0 takes six free ones',
    placeholder: 'N',
    fallback: 7100,
    read: wholeNumber(0, 65_530),
  } as Flag<number>,
  'portal-url': {
    help: 'where the portal will be that people sign in to',
    placeholder: 'URL',
    fallback: 'http://localhost:3000',
    read: origin,
  } as Flag<string>,
  state: stateFlag(SANDBOX_STATE),
  reset: RESET_FLAG,
} satisfies Flags;

/** The size that was asked for; undefined for the platform in the GitOps repository. Throws UsageError. */
export function generatedSizes(values: ValuesOf<typeof SANDBOX_FLAGS>): GeneratedSizes | undefined {
  const { applications, pods, nodes } = values;
  if (applications === undefined) {
    const given = pods !== undefined ? '--pods' : nodes !== undefined ? '--nodes' : null;
    if (given !== null) {
      throw new UsageError(`${given}: only a generated platform has a size; give --applications too`);
    }
    return undefined;
  }
  const sizes = {
    applications,
    ...(pods === undefined ? {} : { pods }),
    ...(nodes === undefined ? {} : { nodes }),
  };
  const problem = sizeProblem(sizes);
  if (problem !== null) {
    throw new UsageError(`--nodes: ${problem}; give more nodes, or fewer pods with --pods`);
  }
  return sizes;
}
