/** The few parts of ASN.1 DER (X.690) a certificate is written in. */

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) {
    return Buffer.from([length]);
  }
  return length < 0x100 ? Buffer.from([0x81, length]) : Buffer.from([0x82, length >> 8, length & 0xff]);
}

export function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function setOf(...parts: Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

/** @param value big-endian, its first bit 0 */
export function integer(value: Buffer): Buffer {
  return tagged(0x02, value);
}

/** @param unusedBits how many of the last byte's bits are filling */
export function bits(value: Buffer, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([unusedBits]), value]));
}

export function octets(value: Buffer): Buffer {
  return tagged(0x04, value);
}

export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text));
}

/** @param at ms since 1970, before 2050 */
export function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${text}Z`));
}

export const TRUE: Buffer = tagged(0x01, Buffer.from([0xff]));

/** `1.2.840.10045.4.3.2` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128);
  }
  return digits;
}

/** A part wrapped in a tag of its own. */
export function explicit(number: number, part: Buffer): Buffer {
  return tagged(0xa0 + number, part);
}

/** A value under a tag of its own. */
export function implicit(number: number, value: Buffer): Buffer {
  return tagged(0x80 + number, value);
}
