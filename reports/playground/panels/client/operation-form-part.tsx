/** A form for the operation that is chosen; it asks by a line, which stays in the script. */
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { usePlay } from '../../store.ts';
import { lineOf, operationForms, type FormField, type FormValues } from './operation-forms.ts';

export function OperationFormPart({ client }: { readonly client: string }): VNode {
  const play = usePlay();
  const id = useId();
  const [type, setType] = useState(operationForms[0]?.type ?? '');
  const [values, setValues] = useState<FormValues>({});
  const [problem, setProblem] = useState<{ readonly field: string; readonly message: string } | null>(null);
  const form = operationForms.find((each) => each.type === type) ?? operationForms[0];
  if (form === undefined) throw new Error('there are no operations');
  const filled: FormValues = Object.fromEntries(form.fields.map(({ name, first }) => [name, values[name] ?? first]));
  const preview = lineOf(client, form, filled);
  const ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!preview.ok) setProblem(preview);
    else if (await play.act(preview.line)) setProblem(null);
  };
  return (
    <form class="operation-form" onSubmit={(event) => void ask(event)} noValidate>
      <p class="fields">
        <label>
          operation
          <select
            value={form.type}
            onChange={(event) => {
              setType(event.currentTarget.value);
              setProblem(null);
            }}
          >
            {operationForms.map((each) => (
              <option key={each.type} value={each.type}>
                {each.type}
              </option>
            ))}
          </select>
        </label>
        {form.fields.map((field) => (
          <Field
            key={`${form.type} ${field.name}`}
            field={field}
            value={filled[field.name] ?? ''}
            problemId={problem?.field === field.name ? `${id}-problem` : undefined}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <button type="submit" class="go">
          ask
        </button>
      </p>
      <p class="faint">
        {form.story} {preview.ok ? <code>{preview.line}</code> : null}
      </p>
      {problem === null ? null : (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem.field}: {problem.message}
        </p>
      )}
    </form>
  );
}

function Field(props: {
  readonly field: FormField;
  readonly value: string;
  readonly problemId: string | undefined;
  readonly onChange: (value: string) => void;
}): VNode {
  const { field, value, problemId, onChange } = props;
  const told = { 'aria-invalid': problemId !== undefined, 'aria-describedby': problemId, title: field.hint };
  switch (field.kind) {
    case 'choice':
      return (
        <label>
          {field.label}
          <select {...told} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
            {(field.choices ?? []).map((choice) => (
              <option key={choice} value={choice}>
                {choice.toLowerCase().replaceAll('_', ' ')}
              </option>
            ))}
          </select>
        </label>
      );
    case 'flag':
      return (
        <label class="flag">
          <input
            {...told}
            type="checkbox"
            checked={value !== ''}
            onChange={(event) => onChange(event.currentTarget.checked ? 'on' : '')}
          />
          {field.label}
        </label>
      );
    case 'lines':
      return (
        <label class="lines">
          {field.label}
          <textarea {...told} rows={3} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
        </label>
      );
    case 'text':
      return (
        <label>
          {field.label}
          <input
            {...told}
            type="text"
            size={field.name === 'version' ? 6 : 10}
            value={value}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => onChange(event.currentTarget.value)}
          />
        </label>
      );
  }
}
