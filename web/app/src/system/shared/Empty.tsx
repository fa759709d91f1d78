import type { ReactNode } from 'react';

/** There is nothing, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return <div className="nothing"><b>{title}</b>{children ? <p>{children}</p> : null}</div>;
}
