import type { ReactNode } from 'react';
import { useWords } from '../words/useWords';

interface Properties {
  title: string;
  /** Beside the title: what can be done here. */
  actions?: ReactNode;
  error?: Error | null;
  isLoading?: boolean;
  children: ReactNode;
}

/** A part of a page under its title; what the server refused is told in its own words. */
export function Section({ title, actions, error, isLoading, children }: Properties) {
  const { t } = useWords();
  return (
    <section className="section" aria-label={title}>
      <div className="section-head"><h3>{title}</h3>{actions}</div>
      {error ? <p role="alert" className="bad">{t('notAnswered', { why: error.message })}</p> : null}
      {isLoading ? <p className="soft" role="status">{t('loading')}</p> : children}
    </section>
  );
}
