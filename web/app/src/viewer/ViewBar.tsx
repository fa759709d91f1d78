import { ArrowLeftOutlined, CloseOutlined, MenuUnfoldOutlined, StarOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Study } from '../api/study';
import { ageAt } from '../dicom/dates';
import { showName } from '../dicom/names';
import { listAddress } from '../studies/place';
import { PriorsMenu } from './PriorsMenu';

interface Properties {
  study: Study | null;
  isGone: boolean;
  prior: string | undefined;
  isReady: boolean;
  isOpen: boolean;
  marked: number;
  onShow: (study: string, prior?: string) => void;
  onMark: () => void;
  onPanel: () => void;
}

/** Whose images these are, in Hanzi and in Latin letters; back to the list, the priors, a mark on an image. */
export function ViewBar({ study, isGone, prior, isReady, isOpen, marked, onShow, onMark, onPanel }: Properties) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const name = showName(study?.name ?? {});
  const age = study ? ageAt(study.birthDate, study.date) : null;
  const facts = study ? [
    study.sex && t(`sex_${study.sex}`, study.sex), age !== null && t('years', { count: age }), study.patientId, `${study.date} ${study.time}`.trim(), study.modalities.join(' '), study.description, study.accession,
  ].filter(Boolean) : [];
  return (
    <header className="view-bar">
      <Button icon={<ArrowLeftOutlined aria-hidden />} aria-label={t('toStudies')} title={t('toStudies')} onClick={() => void navigate(listAddress())} />
      <h1>{isGone ? t('studyGone') : study ? name.main || t('noName') : t('loading')}{name.others.map(other => <small key={other}>{other}</small>)}</h1>
      <p className="view-facts" title={facts.join(' · ')}>{facts.join(' · ')}</p>
      {study ? <PriorsMenu study={study} prior={prior} onShow={onShow} /> : null}
      {prior && study ? <Button icon={<CloseOutlined aria-hidden />} onClick={() => onShow(study.uid)}><span className="wide-only">{t('endCompare')}</span><span className="unseen narrow-only">{t('endCompare')}</span></Button> : null}
      <Button icon={<StarOutlined aria-hidden />} disabled={!isReady} onClick={onMark}><span className="wide-only">{t('mark')}</span><span className="unseen narrow-only">{t('mark')}</span></Button>
      <Badge count={marked} size="small"><Button icon={<MenuUnfoldOutlined aria-hidden rotate={isOpen ? 0 : 180} />} aria-label={t('viewSide')} title={t('viewSide')} aria-expanded={isOpen} onClick={onPanel} /></Badge>
    </header>
  );
}
