import { expect, it } from 'vitest';
import { keptText } from './describe-sandbox.ts';

it.each([
  ['.portolan/demo', 'npm run demo -- --reset'],
  ['/tmp/mine', 'npm run demo -- --state /tmp/mine --reset'],
  ["/tmp/o'neil one", "npm run demo -- --state '/tmp/o'\\''neil one' --reset"],
])('what begins afresh is the folder that is used: %s', (value, command) => {
  expect(keptText('demo', { value, usual: '.portolan/demo' })).toContain(`; ${command} begins afresh.`);
});
