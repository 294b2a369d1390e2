import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, explicit, implicit, integer, objectId, octets, sequence, setOf, TRUE, utcTime, utf8 } from './der.ts';

/** A server's private key and its certificate, which is its own authority; both PEM. */
export type SelfSigned = { key: string; cert: string };

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 3650;

/** Makes a certificate for a server on this machine: `localhost`, 127.0.0.1 and ::1 (RFC 5280, X.509 version 3). */
export function createSelfSigned(commonName: string): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const toBeSigned = certificateInfo(commonName, publicKey);
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bits(signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function certificateInfo(commonName: string, publicKey: KeyObject): Buffer {
  const name = sequence(setOf(sequence(objectId('2.5.4.3'), utf8(commonName))));
  const now = Date.now();
  const validity = sequence(utcTime(now - DAY_MS), utcTime(now + VALID_DAYS * DAY_MS));
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  return sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions())),
  );
}

function extensions(): Buffer[] {
  const critical = (id: string, value: Buffer) => sequence(objectId(id), TRUE, octets(value));
  const plain = (id: string, value: Buffer) => sequence(objectId(id), octets(value));
  const names = [
    implicit(2, Buffer.from('localhost')),
    implicit(7, Buffer.from([127, 0, 0, 1])),
    implicit(7, Buffer.from([...Array<number>(15).fill(0), 1])),
  ];
  return [
    critical('2.5.29.19', sequence(TRUE)),
    // digitalSignature and keyCertSign, the first and the sixth bit.
    critical('2.5.29.15', bits(Buffer.from([0b1000_0100]), 2)),
    plain('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    plain('2.5.29.17', sequence(...names)),
  ];
}
