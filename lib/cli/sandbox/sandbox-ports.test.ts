import { describe, expect, it } from 'vitest';
import { holdPort } from '../process/hold-port.ts';
import { sandboxPorts } from './sandbox-ports.ts';

describe('sandboxPorts', () => {
  it('takes eight different ones that are free', async () => {
    expect(new Set(Object.values(await sandboxPorts(0))).size).toBe(8);
  });

  it('names the port that is taken', async () => {
    const held = await holdPort(0);
    const taken = held?.port ?? 0;
    await expect(sandboxPorts(taken)).rejects.toThrow(`Port ${taken} is taken`);
    await held?.release();
  });
});
