import { describe, expect, it, vi } from 'vitest';
import { createTokens } from './tokens.ts';

const users = [{ token: 'good', name: 'joe', groups: ['dev'] }];

describe('tokens', () => {
  it('say who somebody is, with the groups that come by themselves', () => {
    expect(createTokens(users, false).authenticate('Bearer good').user).toEqual({
      name: 'joe',
      groups: ['dev', 'system:authenticated'],
    });
  });

  it.each([[undefined], ['Bearer bad'], ['Bearer'], ['Bearer '], ['Basic good'], ['good']])(
    '%s is refused',
    (header) => {
      expect(() => createTokens(users, false).authenticate(header)).toThrow('Unauthorized');
    },
  );

  it('a bad token is refused also where anybody may come in without', () => {
    const tokens = createTokens(users, true);
    expect(tokens.authenticate(undefined).user.name).toBe('system:anonymous');
    expect(() => tokens.authenticate('Bearer bad')).toThrow('Unauthorized');
  });

  it('that are rotated are worth nothing, and whoever listens hears of it', () => {
    const tokens = createTokens(users, false);
    const { tokenId } = tokens.authenticate('Bearer good');
    const revoked = vi.fn();
    tokens.onRevoked(revoked);
    tokens.rotate('good', 'better');
    expect(revoked).toHaveBeenCalledExactlyOnceWith(tokenId);
    expect(() => tokens.authenticate('Bearer good')).toThrow('Unauthorized');
    expect(tokens.authenticate('Bearer better').user.name).toBe('joe');
    expect(() => tokens.rotate('good', 'x')).toThrow('belongs to nobody');
  });
});
