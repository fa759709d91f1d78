import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { viewAddress } from '../api/addresses';
import type { Study } from '../api/study';
import { ageAt } from '../dicom/dates';
import { showName } from '../dicom/names';

interface Properties {
  index: number;
  study: Study | undefined;
  isChosen: boolean;
  isFresh: boolean;
  height: number;
}

export const rowId = (index: number) => `study-${index}`;

/** One study; on a small screen the same cells lie as a card. A row that is still on its way is grey bars. */
export const StudyRow = memo(function StudyRow({ index, study, isChosen, isFresh, height }: Properties) {
  const { t } = useTranslation();
  const name = showName(study?.name ?? {});
  const age = study ? ageAt(study.birthDate, study.date) : null;
  const sexAge = study ? [study.sex && t(`sex_${study.sex}`, study.sex), age !== null && t('years', { count: age })].filter(Boolean).join(' ') : '';
  const state = `row${isChosen ? ' chosen' : ''}${isFresh ? ' fresh' : ''}${study ? '' : ' pending'}`;
  return (
    <div role="row" id={rowId(index)} className={state} aria-rowindex={index + 2} aria-selected={isChosen} aria-busy={!study || undefined} data-row={index} data-study={study?.uid} style={{ height }}>
      <span role="gridcell" className="cell name" title={[name.main, ...name.others].join(' · ')}><b>{study ? name.main || t('noName') : ' '}</b>{name.others.map(other => <i key={other}>{other}</i>)}</span>
      <span role="gridcell" className="cell id">{study?.patientId}</span>
      <span role="gridcell" className="cell sex">{sexAge}</span>
      <span role="gridcell" className="cell date">{study?.date} <small>{study?.time}</small></span>
      <span role="gridcell" className="cell modality">{study?.modalities.map(modality => <em key={modality}>{modality}</em>)}</span>
      <span role="gridcell" className="cell description" title={study?.description}>{study?.description}</span>
      <span role="gridcell" className="cell accession">{study?.accession}</span>
      <span role="gridcell" className="cell images">{study && <>{study.series ?? '–'} / {study.images ?? '–'}</>}</span>
      <span role="gridcell" className="cell open">{study && <Link to={viewAddress(study.uid)} tabIndex={-1}>{t('open')}</Link>}</span>
    </div>
  );
});
