import { useCallback, useEffect, useRef, useState } from 'react';
import { OhifAdapter, type Measurement, type Shown } from './ohifAdapter';

export interface Viewer {
  /** For the iframe; its address never changes, or the viewer would start anew. */
  frame: (element: HTMLIFrameElement | null) => void;
  adapter: OhifAdapter | null;
  error: Error | null;
  measurements: Measurement[];
}

/** The viewer in its frame, showing what is wanted, also when that changes while it starts. */
export function useViewer(shown: Shown): Viewer {
  const [frame, setFrame] = useState<HTMLIFrameElement | null>(null);
  const [adapter, setAdapter] = useState<OhifAdapter | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [measurements, setMeasurements] = useState<Measurement[]>([]);
  const inFrame = useRef(keyOf(shown));

  useEffect(() => {
    if (!frame) return;
    const stop = new AbortController();
    let started: OhifAdapter | null = null;
    OhifAdapter.start(frame, stop.signal).then(one => {
      started = one;
      one.onMeasurements(setMeasurements);
      setAdapter(one);
    }).catch((failure: Error) => {
      if (!stop.signal.aborted) setError(failure);
    });
    return () => {
      stop.abort();
      started?.stop();
    };
  }, [frame]);

  const { study, prior } = shown;
  useEffect(() => {
    const wanted = keyOf({ study, prior });
    if (!adapter || inFrame.current === wanted) return;
    inFrame.current = wanted;
    setMeasurements([]);
    adapter.show({ study, prior });
  }, [adapter, study, prior]);

  return { frame: useCallback(setFrame, [setFrame]), adapter, error, measurements };
}

const keyOf = ({ study, prior }: Shown) => `${study} ${prior ?? ''}`;
