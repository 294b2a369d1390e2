import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';

/** One context of a kubeconfig file with the cluster and the user it names. */
export type KubeconfigEntries = { context: string; cluster: Fields; user: Fields };

const PATH_FIELDS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Takes a kubeconfig file (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/) apart. Paths in it count
 * from its own folder.
 * @param wanted the context; without it the file's current one
 * @throws Error that says what is missing, without quoting the file
 */
export function readKubeconfig(text: string, path: string, wanted: string | undefined): KubeconfigEntries {
  const file = fieldsOf(parseYaml(text));
  const context = wanted ?? file['current-context'];
  if (typeof context !== 'string' || context === '') {
    throw new Error('it has no current context, and none is configured');
  }
  const { cluster, user } = fieldsOf(named(file.contexts, context)?.context);
  if (typeof cluster !== 'string') {
    throw new Error(`it has no context "${context}" that names a cluster`);
  }
  const clusterFields = fieldsOf(named(file.clusters, cluster)?.cluster);
  if (typeof clusterFields.server !== 'string') {
    throw new Error(`it has no cluster "${cluster}" with a server`);
  }
  const folder = dirname(path);
  return {
    context,
    cluster: withPathsFrom(folder, clusterFields),
    user: withPathsFrom(folder, fieldsOf(typeof user === 'string' ? named(file.users, user)?.user : undefined)),
  };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // The parser quotes the line it fails at, which may hold a token.
    throw new Error('it is not valid YAML');
  }
}

function named(list: unknown, name: string): Fields | undefined {
  return itemsOf(list)
    .map(fieldsOf)
    .find((item) => item.name === name);
}

function withPathsFrom(folder: string, fields: Fields): Fields {
  const resolved = PATH_FIELDS.flatMap((field) => {
    const path = fields[field];
    return typeof path === 'string' && !isAbsolute(path) ? [[field, join(folder, path)]] : [];
  });
  return { ...fields, ...Object.fromEntries(resolved) };
}
