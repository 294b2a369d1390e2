import { describe, expect, it } from 'vitest';
import { clientAddress, networkOf } from './client-address.ts';

describe('an address in another spelling is the same one', () => {
  it.each([
    [
      '192.0.2.7',
      [
        '192.0.2.7:443',
        ' 192.0.2.7 ',
        '::ffff:192.0.2.7',
        '::FFFF:c000:207',
        '0:0:0:0:0:ffff:192.0.2.7',
        '[::ffff:192.0.2.7]:80',
        '"192.0.2.7:1"',
        '64:ff9b::192.0.2.7',
        '2002:c000:207::1',
        '2002:c000:0207:ffff::9',
      ],
    ],
    [
      '2001:db8:0:1::/64',
      [
        '2001:db8:0:1::1',
        '2001:DB8:0:1::1',
        '2001:0db8:0000:0001:0000:0000:0000:0001',
        '2001:db8:0:1:ffff:ffff:ffff:ffff',
        '[2001:db8:0:1::5]:8443',
        '"[2001:db8:0:1::5]:8443"',
        '2001:db8:0:1::1%eth0',
        '2001:db8:0:1::192.0.2.7',
        '2001:db8::1:a:b:c:d',
      ],
    ],
    ['0:0:0:0::/64', ['::1', '::2', '0:0:0:0:0:0:0:1']],
  ])('%s', (network, spellings) => {
    expect(spellings.map(networkOf)).toEqual(spellings.map(() => network));
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    '192.0.2',
    '192.0.2.256',
    '0300.0.2.7',
    '3221225991',
    '192.0.2.7.',
    '192.0.2.7:x',
    '::1::2',
    'gitlab',
    `1${'0'.repeat(1000)}`,
  ])('%j is none', (text) => {
    expect(networkOf(text)).toBeNull();
  });
});

describe('who a request comes from', () => {
  const from = (forwardedFor: string | null, proxies: number) => clientAddress('10.0.0.1', forwardedFor, proxies);

  it('is the other end of the connection, whatever is written, where no proxy is trusted', () => {
    for (const written of [null, '', '1.1.1.1', '1.1.1.1, 2.2.2.2', '10.0.0.1', ',,,', 'x'.repeat(100_000)]) {
      expect(from(written, 0)).toBe('10.0.0.1');
    }
  });

  it('is what the outermost of the trusted proxies saw, and nothing that stands before it', () => {
    expect(from('7.7.7.7', 1)).toBe('7.7.7.7');
    expect(from('1.1.1.1, 7.7.7.7', 1)).toBe('7.7.7.7');
    expect(from('1.1.1.1,2.2.2.2,3.3.3.3, 7.7.7.7', 1)).toBe('7.7.7.7');
    expect(from('1.1.1.1, 7.7.7.7, 10.0.0.2', 2)).toBe('7.7.7.7');
    expect(from(`${'1.1.1.1,'.repeat(10_000)}7.7.7.7`, 1)).toBe('7.7.7.7');
  });

  it('is the nearest proxy where that one wrote no address', () => {
    for (const written of ['unknown', '1.1.1.1, unknown', '1.1.1.1,', '1.1.1.1, <script>']) {
      expect(from(written, 1)).toBe('10.0.0.1');
    }
  });

  it('is who connected where fewer proxies were in between than are trusted', () => {
    expect([from(null, 2), from('7.7.7.7', 2)]).toEqual(['10.0.0.1', '7.7.7.7']);
  });
});
