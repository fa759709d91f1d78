import { DownloadOutlined, EditOutlined, EyeOutlined, PictureOutlined, SendOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { viewAddress, zipAddress } from '../api/addresses';
import { findStudy } from '../api/studies';
import type { Study } from '../api/study';
import { ageAt } from '../dicom/dates';
import { showName } from '../dicom/names';
import { CorrectionHistory } from './CorrectionHistory';
import { Priors } from './Priors';
import { SeriesStrip } from './SeriesStrip';

const EditDialog = lazy(async () => ({ default: (await import('../edit/EditDialog')).EditDialog }));

const SendDialog = lazy(async () => ({ default: (await import('../sends/SendDialog')).SendDialog }));

/** Arrows that run through the list fetch nothing until they rest, milliseconds. */
const REST = 150;

interface Properties {
  study: Study;
  onQuickLook: (study: Study, series?: string) => void;
}

/** The study's head, what can be done with it, its series, the patient's priors, and what was set right. */
export function StudyDetails({ study, onQuickLook }: Properties) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(viewAddress(study.uid));
  };
  const [isEditing, setEditing] = useState(false);
  const [isSending, setSending] = useState(false);
  const [rested, setRested] = useState(study.uid);
  useEffect(() => {
    const timer = setTimeout(() => setRested(study.uid), REST);
    return () => clearTimeout(timer);
  }, [study.uid]);
  const isRested = rested === study.uid;
  const { data, isSuccess } = useQuery({ queryKey: ['study', study.uid, 'head'], queryFn: ({ signal }) => findStudy(study.uid, signal), enabled: isRested });
  if (isSuccess && data === null) return <p className="waiting">{t('studyGone')}</p>;
  const shown = data ?? study;
  const name = showName(shown.name);
  const age = ageAt(shown.birthDate, shown.date);
  const facts: [string, string][] = [
    ['patientId', [shown.patientId, shown.issuer].filter(Boolean).join(' · ')],
    ['sexAge', [shown.sex && t(`sex_${shown.sex}`, shown.sex), age !== null && t('years', { count: age }), shown.birthDate].filter(Boolean).join(' · ')],
    ['studyDate', `${shown.date} ${shown.time}`.trim()],
    ['description', shown.description],
    ['accession', shown.accession],
    ['referrer', showName(shown.referrer).main],
  ];
  return (
    <>
      <h2>{name.main || t('noName')}{name.others.map(other => <small key={other}>{other}</small>)}</h2>
      <div className="panel-actions">
        <Button type="primary" icon={<EyeOutlined aria-hidden />} href={viewAddress(study.uid)} onClick={open}>{t('openStudy')}</Button>
        <Button icon={<PictureOutlined aria-hidden />} onClick={() => onQuickLook(shown)}>{t('quickLook')}</Button>
        <Button icon={<DownloadOutlined aria-hidden />} href={zipAddress(study.uid)} download>{t('download')}</Button>
        <Button icon={<SendOutlined aria-hidden />} onClick={() => setSending(true)}>{t('send')}</Button>
        <Button icon={<EditOutlined aria-hidden />} disabled={!data} onClick={() => setEditing(true)}>{t('edit')}</Button>
      </div>
      <dl className="facts">{facts.filter(([, text]) => text).map(([word, text]) => <div key={word}><dt>{t(word)}</dt><dd>{text}</dd></div>)}</dl>
      {isRested ? <><SeriesStrip study={study.uid} onSeries={series => onQuickLook(shown, series)} />{data ? <Priors study={data} /> : null}<CorrectionHistory study={study.uid} /></> : null}
      {isEditing && data ? <Suspense><EditDialog study={data} onClose={() => setEditing(false)} /></Suspense> : null}
      {isSending ? <Suspense><SendDialog study={study.uid} onClose={() => setSending(false)} /></Suspense> : null}
    </>
  );
}
