import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts small texts at rest, bound to where they are kept. */
export type Cipher = {
  /** @param place what the text belongs to; it opens only at the same place */
  seal(text: string, place: string): string;
  /** null when it was sealed with another key, at another place, or was changed since. */
  open(sealed: string, place: string): string | null;
};

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a random nonce; the place is authenticated with it, so rows cannot be swapped. */
export function createCipher(key: Buffer): Cipher {
  if (key.length !== 32) {
    throw new RangeError('the secret key must have 32 bytes');
  }
  return {
    seal(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealed.toString('base64url')}`;
    },
    open(sealed, place) {
      const [version, payload = ''] = sealed.split('.', 2);
      const bytes = Buffer.from(payload, 'base64url');
      if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) {
        return null;
      }
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
      try {
        return text + decipher.final('utf8');
      } catch {
        // Its only failure: the tag is not that of this key, place and text.
        return null;
      }
    },
  };
}
