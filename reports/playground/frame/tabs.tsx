/** Panels of which one is shown; arrows go from tab to tab. */
import type { ComponentChildren, VNode } from 'preact';
import type { Signal } from '@preact/signals';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: () => ComponentChildren;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: Signal<string>;
}

export function Tabs({ label, tabs, chosen }: TabsProps): VNode {
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === chosen.value),
  );
  const move = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (tab === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    chosen.value = tab.id;
    document.getElementById(`tab-${tab.id}`)?.focus();
  };
  const shown = tabs[at];
  return (
    <section class="tabs" aria-label={label}>
      <div class="tab-row" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ id, title }, i) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={i === at}
            aria-controls={`panel-${id}`}
            tabIndex={i === at ? 0 : -1}
            onClick={() => (chosen.value = id)}
          >
            {title}
          </button>
        ))}
      </div>
      {shown === undefined ? null : (
        <div
          class="tab-panel"
          role="tabpanel"
          id={`panel-${shown.id}`}
          aria-labelledby={`tab-${shown.id}`}
          tabIndex={0}
        >
          {shown.content()}
        </div>
      )}
    </section>
  );
}
