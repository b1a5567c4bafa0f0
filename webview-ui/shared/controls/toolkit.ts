import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, Ref } from 'preact';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

/** An element of the toolkit, as far as the wrappers read it. */
export interface ToolkitElement extends HTMLElement {
  value: string;
  checked: boolean;
}

export type ToolkitEvent<Kind extends Event = Event> = Kind & { readonly currentTarget: ToolkitElement };

interface ToolkitAttributes {
  id?: string | undefined;
  class?: string | undefined;
  title?: string | undefined;
  slot?: string;
  name?: string;
  key?: string;
  children?: ComponentChildren;
  ref?: Ref<ToolkitElement> | undefined;
  appearance?: 'primary' | 'secondary' | 'icon';
  type?: string;
  value?: string;
  placeholder?: string | undefined;
  disabled?: boolean;
  checked?: boolean;
  selected?: boolean;
  'aria-label'?: string | undefined;
  'aria-labelledby'?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-pressed'?: boolean | undefined;
  'aria-expanded'?: boolean | undefined;
  'aria-haspopup'?: 'menu' | 'dialog' | undefined;
  'current-value'?: string;
  onClick?: (event: MouseEvent) => void;
  onInput?: (event: ToolkitEvent) => void;
  onChange?: (event: ToolkitEvent) => void;
  onBlur?: (event: ToolkitEvent) => void;
  onKeyDown?: (event: ToolkitEvent<KeyboardEvent>) => void;
}

declare module 'preact' {
  // Elements that are not HTML's are made known here.
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ToolkitAttributes;
      'vscode-checkbox': ToolkitAttributes;
      'vscode-dropdown': ToolkitAttributes;
      'vscode-option': ToolkitAttributes;
      'vscode-progress-ring': ToolkitAttributes;
      'vscode-text-field': ToolkitAttributes;
    }
  }
}
