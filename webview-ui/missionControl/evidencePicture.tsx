import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { EvidenceState } from '../../src/mission/state.ts';
import { host } from '../shared/hostChannel.ts';

/** Pictures by the hash of their content; read once. Null where there is none to show. */
const pictures = new Map<string, Promise<string | null>>();

function pictureOf(blob: string): Promise<string | null> {
  const known = pictures.get(blob);
  if (known) return known;
  const read = host.readBlob(blob).then((reply) => {
    if (!reply.ok || reply.value.kind !== 'blob' || reply.value.base64 === null) return null;
    return `data:${reply.value.mime};base64,${reply.value.base64}`;
  });
  pictures.set(blob, read);
  return read;
}

/** A stored screenshot with where it stems from. */
export function EvidencePicture({
  evidence,
  onOpen,
}: {
  evidence: EvidenceState;
  onOpen: () => void;
}): JSX.Element | null {
  const [source, setSource] = useState<string | null>(null);
  const { blob } = evidence;
  useEffect(() => {
    let isWanted = true;
    void pictureOf(blob).then((picture) => {
      if (isWanted) setSource(picture);
    });
    return () => {
      isWanted = false;
    };
  }, [blob]);
  if (source === null) return null;
  const where = `${evidence.evidence}, screenshot by run ${evidence.run}`;
  return (
    <figure class="shot">
      <button type="button" class="picture" onClick={onOpen} aria-label={`Open ${where}`}>
        <img src={source} alt={`Screenshot ${evidence.evidence}`} />
      </button>
      <figcaption>{where}</figcaption>
    </figure>
  );
}
