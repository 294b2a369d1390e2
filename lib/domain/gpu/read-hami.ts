import { fieldsOf, itemsOf, numberOf, textOf } from '../value/fields.ts';
import type { CardShare, SharedCard } from './shared-card.ts';

const MOST_CARDS = 64;
const LONGEST = 128;
/** 16 TiB, in MiB. */
const MOST_OF_A_CARD = 2 ** 24;

/**
 * Reads the annotation `hami.io/node-nvidia-register`: JSON since 2.5, before that fields with commas between and a
 * colon after each card (HAMi pkg/util/util.go, `DecodeNodeDevices` and `UnMarshalNodeDevices`).
 */
export function readSharedCards(text: string): SharedCard[] {
  const cards = text.trimStart().startsWith('[') ? readJson(text) : text.split(':').map(readFields);
  return cards.filter((card) => card !== null).slice(0, MOST_CARDS);
}

function readJson(text: string): (SharedCard | null)[] {
  return itemsOf(parse(text), MOST_CARDS).map((item) => {
    const { id, count, devmem, devcore, type, health } = fieldsOf(item);
    return toCard({
      uuid: textOf(id, LONGEST),
      type: textOf(type, LONGEST),
      slots: numberOf(count, 0),
      memoryMiB: numberOf(devmem, 0),
      cores: numberOf(devcore, 100),
      isHealthy: health !== false,
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What HAMi did not finish writing says nothing; it writes again every 30 s.
    return undefined;
  }
}

function readFields(line: string): SharedCard | null {
  const [uuid = '', count, memory, cores, type = '', , health] = line.split(',');
  return toCard({
    uuid: textOf(uuid, LONGEST),
    type: textOf(type, LONGEST),
    slots: Number(count),
    memoryMiB: Number(memory),
    cores: Number(cores),
    isHealthy: health !== 'false',
  });
}

function toCard(card: SharedCard): SharedCard | null {
  return card.uuid !== '' && [card.slots, card.memoryMiB, card.cores].every(isAmount) ? card : null;
}

/** What a card can be of: a text in an annotation can stand for numbers that no sum survives. */
function isAmount(number: number): boolean {
  return number >= 0 && number <= MOST_OF_A_CARD;
}

/**
 * Reads the annotation `hami.io/vgpu-devices-allocated`: `uuid,vendor,MiB,cores:` for each card of a container, and a
 * semicolon after each container.
 */
export function readCardShares(text: string): CardShare[] {
  return text
    .split(/[:;]/)
    .flatMap((line) => {
      const [uuid = '', , memory, cores] = line.split(',');
      const share = { uuid: textOf(uuid, LONGEST), memoryMiB: Number(memory), cores: Number(cores) };
      return uuid !== '' && isAmount(share.memoryMiB) && isAmount(share.cores) ? [share] : [];
    })
    .slice(0, MOST_CARDS);
}
