import { HistoryOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findPriors } from '../api/studies';
import type { Study } from '../api/study';

/** Studies that are listed; the list finds all of them by the patient's ID. */
const MOST = 50;

interface Properties {
  study: Study;
  /** The study that lies beside it now. */
  prior: string | undefined;
  onShow: (study: string, prior?: string) => void;
}

/** The patient's other studies: each is shown instead of this one, or beside it. */
export function PriorsMenu({ study, prior, onShow }: Properties) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: ['study', study.uid, 'priors', study.patientId, study.issuer], queryFn: ({ signal }) => findPriors(study, MOST, signal) });
  const show = (next: string, beside?: string) => {
    setOpen(false);
    onShow(next, beside);
  };
  const list = (
    <ul className="priors-menu">
      {data?.map(other => (
        <li key={other.uid} data-prior={other.uid}>
          <Button type="link" onClick={() => show(other.uid)}>{other.date || other.uid}</Button>
          <span>{other.modalities.join(' ')} {other.description}</span>
          <Button size="small" disabled={other.uid === prior} onClick={() => show(study.uid, other.uid)} title={t('compareWith')}>{t('compare')}</Button>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover content={list} title={t('priors')} trigger="click" placement="bottomRight" open={isOpen} onOpenChange={setOpen}>
      <Button icon={<HistoryOutlined aria-hidden />} disabled={!data?.length} aria-expanded={isOpen} aria-label={t('priorsOf', { count: data?.length ?? 0 })}><span className="wide-only">{t('priorsShort')} </span>{data?.length ?? ''}</Button>
    </Popover>
  );
}
