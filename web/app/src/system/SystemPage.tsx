import { Suspense, useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { ErrorPage } from '../shell/ErrorPage';
import { parts } from './parts';
import { useWords } from './words/useWords';
import './system.css';

/** What an operator asks of the archive: the parts at the side, the one that is asked for beside them. */
export function SystemPage() {
  const { t } = useWords();
  const name = useLocation().pathname.split('/')[2] || parts[0]!.name;
  const part = parts.find(one => one.name === name);

  const menu = useRef<HTMLElement>(null);

  useEffect(() => {
    menu.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest', inline: 'center' }); // on a phone the menu is wider than the window
  }, [name]);

  useEffect(() => {
    document.title = `${part ? t(`part_${name}`) : t('system')} · Concord`;
  }, [t, name, part]);

  if (!part) return <ErrorPage />;
  return (
    <div className="system">
      <nav ref={menu} className="side" aria-label={t('system')}>
        {parts.map(one => <NavLink key={one.name} to={`/system/${one.name}`} className={one === part ? 'active' : ''} aria-current={one === part ? 'page' : undefined}>{t(`part_${one.name}`)}</NavLink>)}
      </nav>
      <div className="system-body" key={name} tabIndex={-1}>
        <h2>{t(`part_${name}`)}</h2>
        <Suspense fallback={<p className="soft">{t('loading')}</p>}><part.Part /></Suspense>
      </div>
    </div>
  );
}
