import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backupDatabase } from '#lib/adapters/db/copy/backup.ts';
import { asCalled, embeddedFile, MIGRATIONS_DIR, ownPlaces } from './copies/places.ts';
import { backupText } from './copies/words.ts';
import { runCommand } from './flags/run-command.ts';
import { tellErrors } from './flags/tell-errors.ts';

const command = {
  name: 'backup',
  about: `Copies the embedded database into a file while the portal runs, and checks the copy: that it is whole and that
its audit log is as it was written. Never writes over anything.`,
  operand: 'file',
  flags: {},
};

await runCommand(command, (_, target) =>
  tellErrors(async () => {
    const { database, stateDir } = ownPlaces();
    const file = embeddedFile(database, 'pg_dump --format=custom --file=portolan.dump "$PORTOLAN_DATABASE_URL"');
    const path = asCalled(target);
    const copy = await backupDatabase(file, path, MIGRATIONS_DIR);
    const key = join(stateDir, 'secret.key');
    console.log(backupText(path, copy, { file: key, isThere: existsSync(key) }));
  }),
);
