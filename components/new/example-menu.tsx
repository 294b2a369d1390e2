import { buttonStyle } from '#components/ui/button-style.ts';
import { Menu, MenuItem } from '#components/ui/menu.tsx';
import type { TemplateExample } from '#lib/domain/template/template.ts';

export type ExampleMenuProps = {
  examples: readonly TemplateExample[];
  onChoose: (example: TemplateExample) => void;
};

/** Fills the form with one of the template's examples, for those who want to see first what it makes. */
export function ExampleMenu({ examples, onChoose }: ExampleMenuProps) {
  return examples.length === 0 ? null : (
    <Menu
      label="Examples"
      trigger="Fill in an example"
      triggerClassName={buttonStyle('secondary', 'md')}
      side="below-end"
    >
      {examples.map((example) => (
        <MenuItem key={example.id} onSelect={() => onChoose(example)}>
          {example.title}
        </MenuItem>
      ))}
    </Menu>
  );
}
