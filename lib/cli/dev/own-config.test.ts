import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOwnConfig, portOf, refuseSandboxFlags } from './own-config.ts';

describe('findOwnConfig', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'portolan-dev-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('finds none where there is none', () => {
    expect(findOwnConfig({}, dir)).toBeNull();
    expect(findOwnConfig({ PORTOLAN_CONFIG: '' }, dir)).toBeNull();
  });

  it('finds portolan.yaml', () => {
    writeFileSync(join(dir, 'portolan.yaml'), '');
    expect(findOwnConfig({}, dir)).toBe(join(dir, 'portolan.yaml'));
  });

  it('takes what PORTOLAN_CONFIG names before it, there or not: the portal says what is wrong with it', () => {
    writeFileSync(join(dir, 'portolan.yaml'), '');
    expect(findOwnConfig({ PORTOLAN_CONFIG: 'other.yaml' }, dir)).toBe(resolve(dir, 'other.yaml'));
  });
});

describe('portOf', () => {
  it.each([
    ['http://localhost:3456', 3456],
    ['http://127.0.0.1:8080', 8080],
    ['http://[::1]:4000', 4000],
    ['http://localhost', 3000],
    ['https://portolan.homelab.local:8443', 3000],
    ['https://portolan.homelab.local', 3000],
  ])('of %s is %i', (url, port) => {
    expect(portOf(url)).toBe(port);
  });
});

describe('refuseSandboxFlags', () => {
  it('takes what does not steer a sandbox', () => {
    expect(() => refuseSandboxFlags('p.yaml', { reset: false, rate: 1 })).not.toThrow();
  });

  it.each([
    [{ reset: true, rate: 1 }, '--reset: it is for the sandbox, and the portal is connected by p.yaml'],
    [{ reset: false, rate: 10 }, '--rate: it is for the sandbox, and the portal is connected by p.yaml'],
  ])('refuses %j', (values, message) => {
    expect(() => refuseSandboxFlags('p.yaml', values)).toThrow(message);
  });
});
