import 'server-only';
import { join } from 'node:path';
import { diagnoseDatabase } from '#lib/adapters/db/diagnose.ts';
import type { Config } from '#lib/config/load.ts';
import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import { readTemplates, type TemplatesReading } from '../load-templates.ts';
import { templateEnvironment } from '../template-environment.ts';
import { ownRepositoryUrl } from './forge-probes.ts';
import type { Probe } from './probe.ts';

export function databaseProbe({ database }: Config, root: string): Probe {
  return {
    id: 'database',
    title: 'Database',
    address: withoutPassword(database),
    diagnose: () => diagnoseDatabase(database, join(root, 'prisma/migrations')),
  };
}

function withoutPassword(address: string): string {
  if (address.startsWith('file:')) {
    return address.slice('file:'.length);
  }
  if (!URL.canParse(address)) {
    return '';
  }
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname}`;
}

export function templatesProbe(config: Config, root: string): Probe {
  const folders = [join(root, 'templates'), ...config.templates];
  return {
    id: 'templates',
    title: 'Templates',
    address: folders.join(', '),
    diagnose: async () => {
      const read = readTemplates(folders, templateEnvironment(config, ownRepositoryUrl(config)));
      return { version: null, identity: null, findings: judgeTemplates(read) };
    },
  };
}

function judgeTemplates({ templates, unusable }: TemplatesReading): Finding[] {
  const usable: Finding =
    templates.size === 0
      ? { subject: 'usable', state: 'warning', detail: 'none: nobody can propose anything from a form' }
      : { subject: 'usable', state: 'ok', detail: [...templates.keys()].join(', ') };
  const problems = unusable.flatMap(({ folder, problems: found }) =>
    found.map(
      ({ file, line, message }): Finding => ({
        subject: 'unusable',
        state: 'problem',
        detail: `${join(folder, file)}:${line}: ${message}`,
      }),
    ),
  );
  return [usable, ...problems];
}
