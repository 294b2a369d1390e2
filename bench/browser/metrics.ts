import type { CDPSession } from '@playwright/test';

/** The browser's own figures of a page, by their names in the Performance domain of its protocol. */
export async function readMetrics(session: CDPSession): Promise<(name: string) => number> {
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  return (name) => {
    const metric = metrics.find((one) => one.name === name);
    if (metric === undefined) {
      throw new Error(`the browser does not tell ${name}`);
    }
    return metric.value;
  };
}
