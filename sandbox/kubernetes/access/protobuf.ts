import { badRequest } from '../api/errors.ts';

/** The fields of a protobuf message that are wanted, by number: text, or a message in it. Others are passed over. */
export type MessageShape = { [number: number]: readonly [name: string, type: 'text' | MessageShape] };

/** Four bytes that begin everything Kubernetes sends as protobuf (runtime/serializer/protobuf). */
const MAGIC = Buffer.from('k8s\0');

/** runtime.Unknown: what the object is, and its bytes. */
const ENVELOPE_TYPE = 1;
const ENVELOPE_RAW = 2;
const TYPE_META: MessageShape = { 1: ['apiVersion', 'text'], 2: ['kind', 'text'] };

/** Reads an object that was sent as `application/vnd.kubernetes.protobuf`. Throws ApiError 400 for anything else. */
export function decodeKubernetesProtobuf(bytes: Buffer, shape: MessageShape): Record<string, unknown> {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw malformed();
  }
  let object: Record<string, unknown> = {};
  for (const { number, value } of readFields(bytes.subarray(MAGIC.length))) {
    if (number === ENVELOPE_TYPE) {
      object = { ...object, ...decodeMessage(value, TYPE_META) };
    } else if (number === ENVELOPE_RAW) {
      object = { ...object, ...decodeMessage(value, shape) };
    }
  }
  return object;
}

function decodeMessage(bytes: Buffer, shape: MessageShape): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const { number, value } of readFields(bytes)) {
    const known = shape[number];
    if (known !== undefined) {
      const [name, type] = known;
      message[name] = type === 'text' ? value.toString('utf8') : decodeMessage(value, type);
    }
  }
  return message;
}

/** The length-delimited fields of a message; numbers are passed over. */
function* readFields(bytes: Buffer): Generator<{ number: number; value: Buffer }> {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    at = tag.next;
    switch (tag.value % 8) {
      case 0:
        at = readVarint(bytes, at).next;
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = readVarint(bytes, at);
        at = length.next + length.value;
        if (at > bytes.length) {
          throw malformed();
        }
        yield { number: Math.floor(tag.value / 8), value: bytes.subarray(length.next, at) };
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw malformed();
    }
  }
}

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start; at < bytes.length && at < start + 10; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * 2 ** (7 * (at - start));
    if (byte < 128) {
      return { value, next: at + 1 };
    }
  }
  throw malformed();
}

function malformed(): Error {
  return badRequest('the object provided is unrecognized: provided data does not appear to be a protobuf message');
}
