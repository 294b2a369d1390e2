import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './problem.ts';

const KEY_BYTES = 32;

/**
 * The key that seals forge tokens in the database. Where none is given it is made once and kept beside the embedded
 * database, readable by its owner only.
 * @param given 32 bytes as base64, from PORTOLAN_SECRET_KEY
 * @param keyFile where to keep one that is made; null when the database is shared, so that a key must be given
 */
export function loadSecretKey(given: string | undefined, keyFile: string | null): Buffer {
  if (given !== undefined) {
    return decode(given, 'PORTOLAN_SECRET_KEY');
  }
  if (keyFile === null) {
    throw new ConfigError([
      {
        place: 'PORTOLAN_SECRET_KEY',
        key: '',
        message: `it is missing; expected ${KEY_BYTES} random bytes as base64, from "openssl rand -base64 32"`,
      },
    ]);
  }
  mkdirSync(dirname(keyFile), { recursive: true });
  try {
    // Fails when the file is there, so that two starts at once agree on one key.
    writeFileSync(keyFile, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      throw new ConfigError([{ place: keyFile, key: '', message: `the key cannot be kept there: ${String(cause)}` }]);
    }
  }
  return decode(readFileSync(keyFile, 'utf8').trim(), keyFile);
}

function decode(text: string, place: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) {
    throw new ConfigError([
      {
        place,
        key: '',
        message: `expected ${KEY_BYTES} bytes as base64, got ${key.length}; "openssl rand -base64 32" makes one`,
      },
    ]);
  }
  return key;
}
