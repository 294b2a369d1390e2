import { expect, it } from 'vitest';
import { embeddedIpv4 } from './embedded-ipv4.ts';

it.each([
  ['mapped', '::ffff:169.254.169.254', ['169.254.169.254']],
  ['compatible', '::169.254.169.254', ['169.254.169.254']],
  ['compatible, in hexadecimal and with a zone', '0:0::a9fe:a9fe%eth0', ['169.254.169.254']],
  ['translated', '::ffff:0:a9fe:a9fe', ['169.254.169.254']],
  ['NAT64', '64:ff9b::a9fe:a9fe', ['169.254.169.254']],
  ['NAT64 of a network’s own, 96 bits', '64:ff9b:1::a9fe:a9fe', ['169.254.169.254']],
  ['NAT64 of a network’s own, 96 bits with a subnet', '64:ff9b:1:7:8:9:a9fe:a9fe', ['169.254.169.254']],
  ['NAT64 of a network’s own, 64 bits', '64:ff9b:1:0:a9:fea9:fe00:0', ['169.254.169.254', '254.0.0.0']],
  ['NAT64 of a network’s own, 56 bits', '64:ff9b:1:a9:fe:a9fe::', ['254.169.254.0', '169.254.169.254']],
  [
    'NAT64 of a network’s own, 48 bits',
    '64:ff9b:1:a9fe:a9:fe00::',
    ['169.254.169.254', '254.169.254.0', '169.254.0.0'],
  ],
  ['6to4', '2002:a9fe:a9fe::1', ['169.254.169.254']],
  ['Teredo, server and client', '2001:0:c000:201:0:0:5601:5601', ['192.0.2.1', '169.254.169.254']],
  ['ISATAP', '2001:db8::5efe:a9fe:a9fe', ['169.254.169.254']],
  ['ISATAP with a global address', '2001:db8::200:5efe:a9fe:a9fe', ['169.254.169.254']],
  ['nobody', '::', []],
  ['this machine', '::1', []],
  ['one of a network’s own', 'fd00::a9fe:a9fe', []],
  ['one of the world', '2001:db8::a9fe:a9fe', []],
  ['a neighbour of NAT64', '64:ff9b:2::a9fe:a9fe', []],
  ['a neighbour of 6to4', '2003:a9fe:a9fe::1', []],
])('%s: %s', (_, address, expected) => {
  expect(embeddedIpv4(address).toSorted()).toEqual(expected.toSorted());
});
