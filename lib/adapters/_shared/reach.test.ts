import type { LookupAddress } from 'node:dns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Canary, startCanary } from '#sandbox/testing/canary.ts';
import { ssrfAddresses } from '#sandbox/testing/ssrf-addresses.ts';
import { send } from './outbound.ts';
import { createReach, reach } from './reach.ts';

let canary: Canary;
beforeAll(async () => {
  canary = await startCanary();
});
afterAll(() => canary.close());
afterEach(() => reach.limitTo([]));

async function tryToSend(url: string): Promise<string> {
  try {
    await send({ provider: 'x', operation: 'look', url: new URL(url), method: 'GET', timeoutMs: 5000 });
    return 'sent';
  } catch (error) {
    // An address that is none throws before anything is asked.
    return error instanceof ExternalError ? error.kind : 'no address';
  }
}

it('the canary sings, so that its silence means something', async () => {
  expect(await tryToSend(`${canary.url}/`)).toBe('sent');
  expect(canary.connections()).toBe(1);
});

describe('where the configuration names blocks of addresses', () => {
  it('connects to nothing outside of them, in whatever spelling', async () => {
    const addresses = ssrfAddresses(canary.port).map((address) => address.replace(/^\/\//, 'http://'));
    expect(addresses.length).toBeGreaterThanOrEqual(80);
    reach.limitTo(['192.0.2.0/24', '2001:db8::/32']);
    const before = canary.connections();
    const outcomes = await Promise.all(addresses.map(tryToSend));
    expect(outcomes.filter((outcome) => outcome === 'sent')).toEqual([]);
    expect(canary.connections() - before).toBe(0);
  });

  it('connects to what is in them, and says why not otherwise', async () => {
    reach.limitTo(['127.0.0.0/8']);
    expect(await tryToSend(`http://2130706433:${canary.port}/`)).toBe('sent');
    reach.limitTo(['10.0.0.0/8']);
    await expect(
      send({ provider: 'gitlab', operation: 'look', url: new URL(canary.url), method: 'GET', timeoutMs: 5000 }),
    ).rejects.toThrow('its address is not one that the portal may connect to (outbound.addresses)');
  });
});

describe('whatever the configuration says', () => {
  it.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://[::ffff:0:a9fe:a9fe]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[64:ff9b:1::169.254.169.254]/',
    'http://[64:ff9b:1:a9fe:a9:fe00::]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[2001:0:c000:201::5601:5601]/',
    'http://[2001:db8::5efe:a9fe:a9fe]/',
    'http://[64:ff9b::100.100.100.200]/',
    'http://[2002:e000:1::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[ff02::1]/',
  ])('%s is not connected to', async (url) => {
    expect(await tryToSend(url)).toBe('invalid');
  });
});

describe('a name', () => {
  /** A resolver that answers each question as it likes. */
  const resolving = (...answers: string[][]) => {
    let asked = 0;
    const own = createReach((_, done) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      done(
        null,
        addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    });
    return { own, asked: () => asked };
  };
  const lookUp = (own: ReturnType<typeof createReach>, all = true) =>
    new Promise<unknown>((resolve) => {
      own.lookup('forge.example', { all }, (error, address) => resolve(error === null ? address : error.message));
    });

  it('is judged by what it resolves to, each time it is connected to', async () => {
    const { own } = resolving(['192.0.2.7'], ['127.0.0.1'], ['192.0.2.8']);
    own.limitTo(['192.0.2.0/24']);
    expect(await lookUp(own)).toEqual([{ address: '192.0.2.7', family: 4 }]);
    expect(await lookUp(own)).toMatch(/127\.0\.0\.1.* is not an address/);
    expect(await lookUp(own, false)).toBe('192.0.2.8');
  });

  it('that resolves to a good and a bad address is refused whole, and asked for once a connection', async () => {
    const { own, asked } = resolving(['192.0.2.7', '169.254.169.254']);
    expect(await lookUp(own)).toMatch(/169\.254\.169\.254/);
    expect(asked()).toBe(1);
  });

  it.each([
    ['64:ff9b::a9fe:a9fe'],
    ['64:ff9b:1::a9fe:a9fe'],
    ['2002:a9fe:a9fe::1'],
    ['::a9fe:a9fe%eth0'],
    ['2002:0:1::'],
  ])('that resolves to %s is refused wherever the portal may connect to', async (address) => {
    expect(await lookUp(resolving([address]).own)).toMatch(/is not an address/);
  });

  it.each(['64:ff9b::c0a8:105', '2002:c0a8:105::1', '::ffff:192.168.1.5', '::1', '2001:db8::5'])(
    'that resolves to %s is connected to where the configuration names no blocks',
    async (address) => {
      expect(await lookUp(resolving([address]).own)).toEqual([{ address, family: 6 }]);
    },
  );

  it.each([['::ffff:127.0.0.1'], ['::1'], ['fe80::1'], ['127.0.0.1']])(
    'that resolves to %s is refused',
    async (address) => {
      const { own } = resolving([address]);
      own.limitTo(['192.0.2.0/24', '2001:db8::/32']);
      expect(await lookUp(own)).toMatch(/is not an address/);
    },
  );
});
