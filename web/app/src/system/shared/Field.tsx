import type { ReactNode } from 'react';

interface Given {
  id: string;
  status?: 'error';
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
}

interface Properties {
  id: string;
  label: string;
  fault?: string;
  help?: string;
  children: (field: Given) => ReactNode;
}

/** A field with its name above, and below what is wrong with it, else what it is for. */
export function Field({ id, label, fault, help, children }: Properties) {
  const note = fault ?? help;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(fault ? { status: 'error' as const, 'aria-invalid': true } : {}), ...(note ? { 'aria-describedby': `${id}-note` } : {}) })}
      {note ? <small id={`${id}-note`} className={fault ? 'bad' : 'soft'} role={fault ? 'alert' : undefined}>{note}</small> : null}
    </div>
  );
}
