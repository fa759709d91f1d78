import { useState } from 'react';

interface Properties {
  address: string;
  side: number;
  label: string;
  /** Shown where there is no picture: reports, documents, what cannot be decoded. */
  mark: string;
}

/** A small picture that is fetched when it comes into sight. */
export function Thumbnail({ address, side, label, mark }: Properties) {
  const [failed, setFailed] = useState('');
  if (failed === address) return <span className="thumbnail" aria-hidden="true" style={{ width: side, height: side }}>{mark}</span>;
  return <img className="thumbnail" src={address} alt={label} width={side} height={side} loading="lazy" onError={() => setFailed(address)} />;
}
