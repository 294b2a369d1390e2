import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileCache, NODE_FLAGS, PORTAL_ENVIRONMENT } from './portal-command.ts';

describe.each(['deploy/Dockerfile', 'deploy/portolan.service'])('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  it('starts the portal with the flags that `npm start` gives it', () => {
    expect(text).toMatch(new RegExp(`node ${NODE_FLAGS.join(' ')} \\S*server\\.js`));
  });

  it.each(Object.entries({ ...PORTAL_ENVIRONMENT, ...compileCache('/var/lib/portolan') }))(
    'and in its environment: %s is %s',
    (name, value) => {
      expect(text).toMatch(new RegExp(`^(?:ENV|Environment=|\\s+)\\s*${name}=${value}(?: \\\\)?$`, 'm'));
    },
  );
});
