// What the page asks of the server, and how DICOM JSON values are shown.

const PAGE = 50;

/** One page of studies, newest first; `filter` holds name, id, accession, from, to, modality as typed. */
export async function findStudies(filter, offset, signal) {
  const query = new URLSearchParams({ limit: PAGE + 1, offset });
  if (filter.name) {
    query.set('PatientName', withWildcards(filter.name));
    query.set('fuzzymatching', 'true');
  }
  if (filter.id) query.set('PatientID', withWildcards(filter.id));
  if (filter.accession) query.set('AccessionNumber', withWildcards(filter.accession));
  if (filter.modality) query.set('ModalitiesInStudy', filter.modality);
  if (filter.from || filter.to) query.set('StudyDate', `${digits(filter.from)}-${digits(filter.to)}`);
  const response = await fetch(`/dicom-web/studies?${query}`, { headers: { Accept: 'application/dicom+json' }, signal });
  if (!response.ok) throw new Error(await problem(response));
  const studies = await response.json();
  return { studies: studies.slice(0, PAGE).map(describe), hasMore: studies.length > PAGE };
}

/** What the server says of itself: AE title, port, number of the last change. */
export async function serverStatus(signal) {
  const response = await fetch('/api/stats', { signal });
  if (!response.ok) throw new Error(await problem(response));
  return response.json();
}

async function problem(response) {
  try {
    const said = await response.json();
    return said.detail ?? said.title ?? response.status;
  } catch {
    return response.status;
  }
}

const digits = date => (date ?? '').replaceAll('-', '');

const withWildcards = text => (/[*?]/.test(text) ? text : `*${text.trim()}*`);

function describe(json) {
  const values = tag => json[tag]?.Value ?? [];
  const first = tag => values(tag)[0] ?? '';
  return {
    uid: first('0020000D'),
    name: showName(first('00100010')),
    patientId: first('00100020'),
    sex: first('00100040'),
    birthDate: showDate(first('00100030')),
    date: showDate(first('00080020')),
    time: showTime(first('00080030')),
    modalities: values('00080061').filter(Boolean).join(' '),
    description: first('00081030'),
    accession: first('00080050'),
    series: first('00201206'),
    images: first('00201208'),
  };
}

/** The ideographic group first, when there is one: 张三 is how the patient is called. */
function showName(name) {
  const groups = [name?.Ideographic, name?.Alphabetic].filter(Boolean).map(group => group.split('^').filter(Boolean));
  const [main, other] = groups.map(parts => (/[\u3400-\u9fff]/.test(parts.join('')) ? parts.join('') : parts.join(', ')));
  return { main: main ?? '', other: other ?? '' };
}

const showDate = text => (/^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text);

const showTime = text => (/^\d{4}/.test(text) ? `${text.slice(0, 2)}:${text.slice(2, 4)}` : '');
