import { restoreDatabase } from '#lib/adapters/db/copy/restore.ts';
import { asCalled, embeddedFile, MIGRATIONS_DIR, ownPlaces } from './copies/places.ts';
import { restoreText } from './copies/words.ts';
import { runCommand } from './flags/run-command.ts';
import { tellErrors } from './flags/tell-errors.ts';

const command = {
  name: 'restore',
  about: `Puts a backup in the place of the embedded database and keeps what was there. The portal must be stopped. The
backup is checked first; nothing is changed where it is damaged, changed, or of a newer Portolan.`,
  operand: 'file',
  flags: {},
};

await runCommand(command, (_, source) =>
  tellErrors(async () => {
    const instead = 'pg_restore --exit-on-error --no-owner --dbname="$PORTOLAN_DATABASE_URL" portolan.dump';
    const file = embeddedFile(ownPlaces().database, instead);
    const name = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const restored = await restoreDatabase(file, asCalled(source), { migrationsDir: MIGRATIONS_DIR, name });
    console.log(restoreText(file, restored));
  }),
);
