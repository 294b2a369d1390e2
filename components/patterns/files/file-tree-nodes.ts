/** A folder with what is in it, or a file; a folder that holds only one folder is written as one: `apps/web`. */
export type FileNode<T> = { name: string; path: string } & (
  | { kind: 'folder'; children: FileNode<T>[] }
  | { kind: 'file'; file: T }
);

type Folder<T> = { folders: Map<string, Folder<T>>; files: Map<string, T> };

function emptyFolder<T>(): Folder<T> {
  return { folders: new Map(), files: new Map() };
}

function nodesOf<T>(folder: Folder<T>, prefix: string): FileNode<T>[] {
  const folders = [...folder.folders].map(([name, child]): FileNode<T> => {
    const children = nodesOf(child, `${prefix}${name}/`);
    const only = children.length === 1 ? children[0] : undefined;
    return only?.kind === 'folder'
      ? { ...only, name: `${name}/${only.name}` }
      : { kind: 'folder', name, path: `${prefix}${name}`, children };
  });
  const files = [...folder.files].map(
    ([name, file]): FileNode<T> => ({ kind: 'file', name, path: prefix + name, file }),
  );
  const byName = (a: FileNode<T>, b: FileNode<T>) => (a.name < b.name ? -1 : 1);
  return [...folders.sort(byName), ...files.sort(byName)];
}

/** Groups files by folder: folders first, each sorted by name. */
export function fileNodes<T extends { path: string }>(files: readonly T[]): FileNode<T>[] {
  const root = emptyFolder<T>();
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop() ?? file.path;
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? emptyFolder<T>();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.set(name, file);
  }
  return nodesOf(root, '');
}
