import { describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createConnectionLog } from './connection-log.ts';

const error = (message: string) =>
  new ExternalError({ provider: 'gitlab', operation: 'list branches', kind: 'unavailable', message });

describe('the log of connections', () => {
  it('tells since when nothing but failures came, and that it is over', () => {
    const clock = createFakeClock(1_000);
    const log = createConnectionLog(clock);
    expect(log.of('forges/gitlab')).toEqual({ heardAt: null, failingSince: null, failures: [] });
    log.heard('forges/gitlab');
    clock.jump(500);
    log.failed('forges/gitlab', error('the connection was cut'));
    clock.jump(500);
    log.failed('forges/gitlab', error('the connection was cut'));
    expect(log.of('forges/gitlab')).toEqual({
      heardAt: 1_000,
      failingSince: 1_500,
      failures: [
        {
          message: 'list branches: the connection was cut',
          kind: 'unavailable',
          firstAt: 1_500,
          lastAt: 2_000,
          times: 2,
        },
      ],
    });
    log.heard('forges/gitlab');
    expect(log.of('forges/gitlab')).toMatchObject({ heardAt: 2_000, failingSince: null, failures: [{ times: 2 }] });
  });

  it('keeps the newest few, however many different ones come', () => {
    const log = createConnectionLog(createFakeClock());
    for (let index = 0; index < 1_000; index += 1) {
      log.failed('forges/gitlab', error(`no ${index}`));
      log.failed(`made-up/${index}`, error('x'));
    }
    expect(log.of('forges/gitlab').failures.map(({ message }) => message)).toEqual(
      [999, 998, 997, 996, 995].map((index) => `list branches: no ${index}`),
    );
    expect(log.of('made-up/999').failures).toEqual([]);
  });

  it('does not quote a stranger’s error', () => {
    const log = createConnectionLog(createFakeClock());
    log.failed('database', new TypeError('canary'));
    expect(log.of('database').failures).toMatchObject([{ message: 'What came could not be used (TypeError).' }]);
  });
});
