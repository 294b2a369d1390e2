import { describe, expect, it } from 'vitest';
import { requestIdOf } from './request-context.ts';
import { cookieNames, readCookie, serializeCookie } from './session-cookie.ts';

const asking = (cookie: string) => new Request('http://portal/', { headers: { cookie } });

describe('the cookie of a session', () => {
  it('is for this host alone, over https alone, and out of reach of scripts and other sites', () => {
    const url = 'https://portolan.lan';
    expect(serializeCookie(cookieNames(url).session, 'secret', url, 60.9)).toBe(
      '__Host-portolan_session=secret; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    );
  });

  it('works on a laptop without https, where a browser would refuse the prefix', () => {
    const url = 'http://localhost:3000';
    expect(serializeCookie(cookieNames(url).session, 'secret', url, 60)).toBe(
      'portolan_session=secret; Path=/; HttpOnly; SameSite=Lax; Max-Age=60',
    );
  });

  it('is removed by one without life', () => {
    expect(serializeCookie('a', '', 'http://localhost', -5)).toContain('a=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0');
  });

  it('is another one than that of a sign-in', () => {
    const { session, signIn } = cookieNames('https://portolan.lan');
    expect(session).not.toBe(signIn);
  });
});

describe('reading a cookie', () => {
  it.each([
    ['a=1', '1'],
    ['b=2; a=1; c=3', '1'],
    ['b=2;a=1', '1'],
    ['a=x=y==', 'x=y=='],
    ['a=', ''],
    ['a', ''],
    ['xa=1', undefined],
    ['A=1', undefined],
    ['', undefined],
    ['a=first; a=second', 'first'],
  ])('from %j', (header, value) => {
    expect(readCookie(asking(header), 'a')).toBe(value);
  });

  it('finds none where there is no header', () => {
    expect(readCookie(new Request('http://portal/'), 'a')).toBeUndefined();
  });
});

describe('the id of a request', () => {
  it.each([['abcdef12'], ['7f3b-4.a_b'], ['x'.repeat(64)]])('is the proxy’s where it is a sane one: %s', (id) => {
    expect(requestIdOf(new Headers({ 'x-request-id': id }))).toBe(id);
  });

  it.each([['short'], ['x'.repeat(65)], ['with space'], ['<script>'], ['a,b,c,d,e'], ['']])(
    'is a new one instead of %j',
    (id) => {
      expect(requestIdOf(new Headers({ 'x-request-id': id }))).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});
