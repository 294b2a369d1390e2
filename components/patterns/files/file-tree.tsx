import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import { ChangeCount } from '../diff/diff-view.tsx';
import { type FileNode, fileNodes } from './file-tree-nodes.ts';

export type TreeFile = {
  path: string;
  href: string;
  change?: 'added' | 'changed' | 'removed';
  counts?: { added: number; removed: number };
  /** Whether a guardrail found something in it. */
  trouble?: 'bad' | 'warn';
};

const CHANGE_WORDS = { added: 'new', changed: '', removed: 'removed' };

function File({ name, file, isCurrent }: { name: string; file: TreeFile; isCurrent: boolean }) {
  return (
    <Link
      href={file.href}
      look="plain"
      aria-current={isCurrent ? 'true' : undefined}
      className={classNames('flex min-h-7 items-center gap-1.5 px-1.5 hover:bg-hover', isCurrent && 'bg-selected')}
    >
      <Icon name="file" size={14} className="text-faint" />
      <span className={classNames('min-w-0 flex-1 truncate', file.change === 'removed' && 'line-through')}>{name}</span>
      {file.trouble && (
        <Icon
          name="warn"
          size={12}
          label="with findings"
          className={file.trouble === 'bad' ? 'text-bad' : 'text-warn'}
        />
      )}
      {file.change && <span className="text-muted text-xs">{CHANGE_WORDS[file.change]}</span>}
      {file.counts && <ChangeCount {...file.counts} />}
    </Link>
  );
}

function Nodes({ nodes, current }: { nodes: readonly FileNode<TreeFile>[]; current: string | undefined }) {
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.path}>
          {node.kind === 'file' ? (
            <File name={node.name} file={node.file} isCurrent={node.path === current} />
          ) : (
            <>
              <span className="flex min-h-7 items-center gap-1.5 px-1.5 text-muted">
                <Icon name="folder" size={14} className="text-faint" />
                {node.name}
              </span>
              <div className="ms-3 border-line border-s ps-1.5">
                <Nodes nodes={node.children} current={current} />
              </div>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The files of a change by folder, each a link to where it is shown. */
export function FileTree({ label, files, current }: { label: string; files: readonly TreeFile[]; current?: string }) {
  return (
    <nav aria-label={label} className="font-mono text-xs">
      <Nodes nodes={fileNodes(files)} current={current} />
    </nav>
  );
}
