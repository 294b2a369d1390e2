import { existsSync, readFileSync } from 'node:fs';
import { verifyAuditLog } from '#lib/adapters/db/audit/verify.ts';
import { anchorsIn } from '#lib/domain/audit/anchor.ts';
import { anchorsFile } from '#lib/runtime/audit-anchors.ts';
import { anchor, verdictText } from './check-audit/words.ts';
import { asCalled, ownPlaces } from './copies/places.ts';
import type { Flag } from './flags/read-flags.ts';
import { runCommand } from './flags/run-command.ts';
import { tellErrors } from './flags/tell-errors.ts';
import { text } from './flags/values.ts';

const SOMETHING_IS_WRONG = 1;

const command = {
  name: 'check-audit',
  about: `Reads the whole audit log, also while the portal runs, and checks that it is as it was written. Records that were
edited, left out, moved or put in show by themselves. Records that were cut off the end, and a log that was written anew,
show against anchors: those in the state folder, and those that were kept where nobody who can write the database
reaches: in the portal's log ("audit anchor"), and in the merge commits of the GitOps repository:

  git log --format=%(trailers:key=Portolan-Audit,valueonly) > anchors.txt

Ends with 0 when all is as it was written, ${SOMETHING_IS_WRONG} when something is not.`,
  flags: {
    anchor: { help: 'one anchor', placeholder: 'N:HASH', fallback: '', read: anchor } as Flag<string>,
    anchors: {
      help: 'a file with anchors anywhere in it',
      placeholder: 'FILE',
      fallback: '',
      read: text,
    } as Flag<string>,
    json: { help: 'prints everything as JSON, for machines', fallback: false } as Flag<boolean>,
  },
};

await runCommand(command, ({ anchor: one, anchors: file, json }) =>
  tellErrors(async () => {
    const { database, stateDir } = ownPlaces();
    const own = anchorsFile(stateDir);
    const texts = [
      one,
      ...(file === '' ? [] : [readFileSync(asCalled(file), 'utf8')]),
      ...(existsSync(own) ? [readFileSync(own, 'utf8')] : []),
    ];
    const anchors = texts.flatMap(anchorsIn);
    const verdict = await verifyAuditLog(database, anchors);
    const isIntact = verdict.findings.length === 0;
    console.log(
      json
        ? JSON.stringify({ isIntact, anchors: anchors.length, ...verdict }, null, 2)
        : verdictText(verdict, anchors.length),
    );
    process.exitCode = isIntact ? 0 : SOMETHING_IS_WRONG;
  }),
);
