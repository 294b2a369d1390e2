import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { route } from './router.ts';
import { createSelfSigned } from './self-signed.ts';
import { startHttpServer } from './server.ts';

describe('a self-signed certificate', () => {
  it('is its own authority, for this machine, now', () => {
    const certificate = new X509Certificate(createSelfSigned('k3s-server').cert);
    expect(certificate.ca).toBe(true);
    expect(certificate.subject).toBe('CN=k3s-server');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('example.com')).toBeUndefined();
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });

  it('lets a server speak HTTPS with whoever trusts it, and with nobody else', async () => {
    const tls = createSelfSigned('test');
    const server = await startHttpServer({
      port: 0,
      tls,
      routes: [route('GET', '/hello', () => ({ body: 'hello' }))],
      notFound: () => ({ status: 404 }),
      onError: () => ({ status: 500 }),
    });
    const ask = (ca: string | undefined) =>
      new Promise<string>((resolve, reject) => {
        request(`${server.url}/hello`, { ...(ca === undefined ? {} : { ca }), agent: false }, (response) => {
          text(response).then(resolve, reject);
        })
          .on('error', reject)
          .end();
      });
    try {
      expect(await ask(tls.cert)).toBe('hello');
      await expect(ask(undefined)).rejects.toThrow('self-signed certificate');
    } finally {
      await server.close();
    }
  });
});
