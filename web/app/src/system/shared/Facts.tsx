import type { ReactNode } from 'react';

export interface Fact {
  word: string;
  value: ReactNode;
  second?: ReactNode;
  mood?: 'good' | 'bad' | 'warn';
}

/** Figures side by side, each under its name. */
export function Facts({ label, facts }: { label: string; facts: Fact[] }) {
  return (
    <dl className="figures" aria-label={label}>
      {facts.map(({ word, value, second, mood }) => <div key={word}><dt>{word}</dt><dd className={mood}>{value}</dd>{second ? <dd className="second">{second}</dd> : null}</div>)}
    </dl>
  );
}
