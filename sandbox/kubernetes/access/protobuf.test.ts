import { describe, expect, it } from 'vitest';
import { decodeKubernetesProtobuf, type MessageShape } from './protobuf.ts';

const SHAPE: MessageShape = { 2: ['spec', { 1: ['resource', { 2: ['verb', 'text'], 5: ['resource', 'text'] }] }] };

function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) + 128, Math.floor(bytes.length / 128)];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
}

function envelope(raw: Buffer): Buffer {
  const type = Buffer.concat([field(1, 'authorization.k8s.io/v1'), field(2, 'SelfSubjectAccessReview')]);
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, raw), field(3, ''), field(4, '')]);
}

describe('an object in protobuf', () => {
  it('gives the fields that are wanted and passes over all others', () => {
    const long = 'x'.repeat(300);
    const attributes = Buffer.concat([
      field(1, long),
      Buffer.from([6 * 8, 0xff, 0x01]),
      Buffer.from([7 * 8 + 1, 0, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from([8 * 8 + 5, 0, 0, 0, 0]),
      field(2, 'list'),
      field(5, 'pods'),
    ]);
    expect(decodeKubernetesProtobuf(envelope(field(2, field(1, attributes))), SHAPE)).toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resource: { verb: 'list', resource: 'pods' } },
    });
  });

  it.each([
    ['no magic', Buffer.from('{"kind":"x"}')],
    ['a length past its end', Buffer.from('k8s\0\x12\x7fab')],
    ['a number without an end', Buffer.concat([Buffer.from('k8s\0'), Buffer.alloc(12, 0xff)])],
    ['a group', Buffer.from('k8s\0\x13')],
    ['nothing', Buffer.alloc(0)],
  ])('with %s is refused', (_what, bytes) => {
    expect(() => decodeKubernetesProtobuf(bytes, SHAPE)).toThrow('does not appear to be a protobuf message');
  });
});
