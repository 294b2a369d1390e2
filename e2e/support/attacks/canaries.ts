import { createHash, randomBytes } from 'node:crypto';

/** Secrets that are planted to be looked for: each is of no use but to be found where it must not be. */
export type Canaries = {
  /** A new one. `where` is where it is planted. */
  plant(where: string): string;
  /** The same for tokens whose shape tells what they are. */
  plantToken(where: string, prefix: string): string;
  /** One that was made elsewhere. */
  know(where: string, value: string): string;
  /** One that is known by its SHA-256 alone: every word of a text is tried. */
  knowDigest(where: string, digest: string): void;
  all(): readonly { where: string; value: string }[];
  /** Where those of them were planted that stand in a text, as they are or encoded. */
  findIn(text: string): string[];
};

export function createCanaries(): Canaries {
  const planted: { where: string; value: string }[] = [];
  const digests = new Map<string, string>();
  const digestOf = new Map<string, string>();
  const wordsKnownIn = (text: string) =>
    [...text.matchAll(/[\w-]{20,200}/g)].flatMap(([word]) => {
      const digest = digestOf.get(word) ?? createHash('sha256').update(word).digest('hex');
      digestOf.set(word, digest);
      return digests.get(digest) ?? [];
    });
  const know = (where: string, value: string) => {
    planted.push({ where, value });
    return value;
  };
  const random = () => `Kq7${randomBytes(15).toString('base64url').replace(/[-_]/g, 'x')}`;
  return {
    plant: (where) => know(where, random()),
    plantToken: (where, prefix) => know(where, `${prefix}${random()}`),
    know,
    knowDigest: (where, digest) => void digests.set(digest, where),
    all: () => planted,
    findIn: (text) => [
      ...wordsKnownIn(text),
      ...planted
        .filter(({ value }) => spellingsOf(value).some((spelling) => text.includes(spelling)))
        .map(({ where }) => where),
    ],
  };
}

/** Base64 has three forms, by where in a longer text the value begins. */
function spellingsOf(value: string): string[] {
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${'\0'.repeat(shift)}${value}`).toString('base64');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -4);
  });
  return [value, encodeURIComponent(value), Buffer.from(value).toString('hex'), ...base64];
}
