import { cutWatches, type Fault, say } from './fault.ts';
import type { Mount } from './mount.ts';
import type { Rig, RigOptions } from './rig.ts';

/** The server accepts this token alone from now on, also for what it serves already. */
function acceptOnly(rig: Rig, token: string): void {
  rig.server.intercept = (request, response) => {
    const isRefused = request.headers.authorization !== `Bearer ${token}`;
    if (isRefused) {
      say(401, 'Unauthorized')(request, response);
    }
    return isRefused;
  };
  cutWatches(rig);
}

function byToken(mount: Mount): RigOptions {
  mount.rotate('old');
  return { access: (server) => ({ server, tokenFile: mount.tokenFile }) };
}

function byCertificate(mount: Mount): RigOptions {
  const { before } = mount.certificates;
  mount.trust(before.cert);
  return { access: (server) => ({ server, caFile: mount.caFile }), certificate: before };
}

export const ACCESS_FAULTS: Fault[] = [
  {
    name: 'the token is rotated',
    prepare: byToken,
    begin(rig, mount) {
      mount.rotate('new');
      acceptOnly(rig, 'new');
    },
  },
  {
    name: 'the token is revoked before there is another',
    prepare: byToken,
    begin: (rig) => acceptOnly(rig, 'new'),
    lastsMs: 20_000,
    shows: 'stale',
    end(rig, mount) {
      mount.rotate('new');
      acceptOnly(rig, 'new');
    },
  },
  {
    name: 'the TLS certificate and its authority are changed',
    prepare: byCertificate,
    begin({ server }, { certificates, trust }) {
      trust(certificates.after.cert);
      server.showCertificate(certificates.after);
      server.cutConnections();
    },
  },
  {
    name: 'the TLS certificate is changed before its authority is known',
    prepare: byCertificate,
    begin({ server }, { certificates }) {
      server.showCertificate(certificates.after);
      server.cutConnections();
    },
    lastsMs: 20_000,
    shows: 'stale',
    end: (_, { certificates, trust }) => trust(certificates.after.cert),
  },
];
