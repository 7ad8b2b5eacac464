/** Stat (org.apache.zookeeper.data.Stat): 68 bytes. */
import type { Stat } from '../store/stat.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';

export function writeStat(out: JuteWriter, stat: Stat): void {
  out
    .long(stat.czxid)
    .long(stat.mzxid)
    .long(stat.ctime)
    .long(stat.mtime)
    .int(stat.version)
    .int(stat.cversion)
    .int(stat.aversion)
    .session(stat.ephemeralOwner)
    .int(stat.dataLength)
    .int(stat.numChildren)
    .long(stat.pzxid);
}

export function readStat(from: JuteReader): Stat {
  return {
    czxid: from.zxid(),
    mzxid: from.zxid(),
    ctime: from.long(),
    mtime: from.long(),
    version: from.int(),
    cversion: from.int(),
    aversion: from.int(),
    ephemeralOwner: from.session(),
    dataLength: from.int(),
    numChildren: from.int(),
    pzxid: from.zxid(),
  };
}
