import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { embeddedIpv4 } from './embedded-ipv4.ts';

/**
 * Addresses that no forge, cluster or model server has, whatever the configuration says: where clouds hand out the
 * credentials of a machine, and what is no single machine.
 */
const NEVER = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
];

/** Thrown, or given to who waits for a look-up, before anything is connected. */
export class OutOfReachError extends Error {
  readonly code = 'EOUTOFREACH';
}

type Resolve = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/**
 * Which addresses connections may go to. Names are judged by what they resolve to at the moment of connecting, and the
 * address that was judged is the one that is used: a name that resolves otherwise a moment later gains nothing.
 */
export type Reach = {
  /** Only these from now on, as `192.168.1.0/24`; none means any. */
  limitTo(blocks: readonly string[]): void;
  /** Throws OutOfReachError for a host that is an address itself, which is never looked up. */
  assertHost(hostname: string): void;
  lookup: LookupFunction;
};

export function createReach(resolve: Resolve = resolveAll): Reach {
  const never = listOf(NEVER);
  let only: BlockList | null = null;
  const mayReach = (address: string) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    // What an address stands for is where a connection to it may end.
    const hidden = family === 'ipv6' ? embeddedIpv4(address) : [];
    const isNever = never.check(address, family) || hidden.some((each) => never.check(each, 'ipv4'));
    return !isNever && (only === null || only.check(address, family));
  };
  return {
    limitTo(blocks) {
      only = blocks.length === 0 ? null : listOf(blocks);
    },
    assertHost(hostname) {
      const host = withoutBrackets(hostname);
      if (isIP(host) !== 0 && !mayReach(host)) {
        throw outOfReach(host);
      }
    },
    lookup(hostname, options, done) {
      resolve(hostname, (error, addresses) => {
        const bad = addresses.find(({ address }) => !mayReach(address));
        const [first] = addresses;
        if (error !== null || bad !== undefined || first === undefined) {
          done(error ?? outOfReach(`${hostname} (${bad?.address ?? 'nowhere'})`), []);
        } else if (options.all === true) {
          done(null, addresses);
        } else {
          done(null, first.address, first.family);
        }
      });
    },
  };
}

/**
 * What this process may reach. One for all adapters, like the rule of a firewall, so that none can forget to ask; the
 * runtime narrows it to what the configuration says before anything connects.
 */
export const reach = createReach();

/** `[::1]` as it stands in a URL is `::1`. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function outOfReach(what: string): OutOfReachError {
  return new OutOfReachError(`${what} is not an address that this portal may connect to`);
}

function resolveAll(hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void): void {
  systemLookup(hostname, { all: true }, (error, addresses) => done(error, error === null ? addresses : []));
}

function listOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}
