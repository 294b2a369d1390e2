/** What a client sent is not the git protocol. */
export class BrokenRequestError extends Error {}

export type RefCommand = { before: string; after: string; ref: string };

/** One packet: four hex digits of length and the text. */
export function pktLine(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}

export const FLUSH = '0000';

/** The ref updates at the head of a `git-receive-pack` request, up to the first flush. Throws on a broken packet. */
export function readCommands(body: Buffer): RefCommand[] {
  const commands: RefCommand[] = [];
  let position = 0;
  while (position + 4 <= body.length) {
    const length = Number.parseInt(body.subarray(position, position + 4).toString('latin1'), 16);
    if (length === 0) {
      return commands;
    }
    if (Number.isNaN(length) || length < 4 || position + length > body.length) {
      throw new BrokenRequestError('a packet of the push is broken');
    }
    const line = body.subarray(position + 4, position + length).toString('utf8');
    const [update = ''] = line.split('\0', 1);
    const match = /^([0-9a-f]{40}) ([0-9a-f]{40}) (\S+)\n?$/.exec(update);
    if (match !== null) {
      const [, before = '', after = '', ref = ''] = match;
      commands.push({ before, after, ref });
    }
    position += length;
  }
  return commands;
}
