import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { endProcess, endWithUs } from '../process/end-process.ts';
import { freePort } from '../process/hold-port.ts';
import { whenReady } from '../process/when-ready.ts';

export type PrometheusOptions = {
  /** Of `findPrometheus`. */
  program: string;
  /** Its configuration and what it measured are kept here. */
  dir: string;
  /** Without it a free one. */
  port?: number;
  /** Where the sandbox has its exporters. */
  exporters: string;
  scrapeSeconds?: number;
  /** Who may ask it, with the bcrypt hash of each one's password; without it anybody on this machine. */
  users?: Readonly<Record<string, string>>;
  /** What it is asked with whether it is ready, where not anybody may. */
  authorization?: string;
};

export type RunningPrometheus = { url: string; child: ChildProcess; stop(): Promise<void> };

/** Where one listens that was given this port. */
export const prometheusAt = (port: number): string => `http://127.0.0.1:${port}`;

const START_TIMEOUT_MS = 30_000;
const SCRAPE_SECONDS = 5;

/** Starts a real Prometheus on loopback that scrapes the sandbox's exporters. Rejects with what it printed if it ends. */
export async function startPrometheus(options: PrometheusOptions): Promise<RunningPrometheus> {
  const { program, dir, port = await freePort(), users, authorization } = options;
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'prometheus.yml'), stringify(configuration(options)));
  writeFileSync(join(dir, 'web.yml'), stringify(users === undefined ? {} : { basic_auth_users: users }));
  const url = prometheusAt(port);
  const child = spawn(
    program,
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--web.config.file=${join(dir, 'web.yml')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      '--storage.tsdb.retention.time=1d',
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  endWithUs(child);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString('utf8'));
      output.splice(0, output.length - 50);
    });
  }
  await whenReady(child, {
    name: 'Prometheus',
    url: `${url}/-/ready`,
    timeoutMs: START_TIMEOUT_MS,
    output: () => output.join(''),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  }).catch(async (error: unknown) => {
    await endProcess(child);
    throw error;
  });
  return { url, child, stop: () => endProcess(child) };
}

/** As Kubernetes' discovery would have it: what an exporter says of pods goes behind the labels of its own. */
function configuration({ exporters, scrapeSeconds = SCRAPE_SECONDS }: PrometheusOptions): Record<string, unknown> {
  const interval = `${scrapeSeconds}s`;
  const discovery = { url: `${exporters}/targets`, refresh_interval: interval };
  return {
    global: { scrape_interval: interval, scrape_timeout: interval },
    scrape_configs: [{ job_name: 'sandbox', http_sd_configs: [discovery] }],
  };
}
